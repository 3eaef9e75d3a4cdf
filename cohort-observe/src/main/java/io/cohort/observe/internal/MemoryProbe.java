package io.cohort.observe.internal;

import io.cohort.core.probe.Probe;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/**
 * Measures the memory of the process a worker runs in: {@code residentBytes} (where the system tells it), {@code nativeBytes} (what
 * JavaCPP owns, where it counts), {@code heapBytes} in use, and {@code gcMs} spent collecting garbage since the start.
 *
 * <p>Threading: one thread. Workers on threads share a process, so each shows the whole.
 */
public final class MemoryProbe implements Probe {

    /** JavaCPP counts what it would collect; a worker has its collector turned off. */
    private static final boolean JAVACPP_COUNTS = !Boolean.getBoolean("org.bytedeco.javacpp.nopointergc");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int BYTES_A_KILOBYTE = 1024;

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Map<String, Double> sample() {
        Map<String, Double> figures = new LinkedHashMap<>();
        double resident = residentBytes();
        if (resident > 0) {
            figures.put("residentBytes", resident);
        }
        if (JAVACPP_COUNTS) {
            figures.put("nativeBytes", (double) Pointer.totalBytes());
        }
        Runtime runtime = Runtime.getRuntime();
        figures.put("heapBytes", (double) (runtime.totalMemory() - runtime.freeMemory()));
        figures.put("gcMs", (double) collectors.stream()
                .mapToLong(c -> Math.max(0, c.getCollectionTime()))
                .sum());
        return figures;
    }

    /** Resident bytes; 0 where the system does not tell. Linux keeps them in a file; elsewhere JavaCPP knows whom to ask. */
    private static double residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return Pointer.physicalBytes();
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String kilobytes = line.substring(RESIDENT.length(), line.length() - " kB".length());
                    return Double.parseDouble(kilobytes.strip()) * BYTES_A_KILOBYTE;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
