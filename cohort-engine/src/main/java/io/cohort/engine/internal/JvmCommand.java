package io.cohort.engine.internal;

import io.cohort.engine.EngineOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a worker's JVM is started: this JVM's own Java and class path, and flags for a process whose memory is mostly libtorch's.
 *
 * <p>A worker's memory budget is what the job says, else an equal share of four fifths of the machine. The heap gets a quarter of it,
 * between 256 MB and 2 GB.
 *
 * <p>The system property {@code cohort.worker.jvm} of this JVM adds flags of the user's own, separated by blanks.
 */
final class JvmCommand {

    private static final long MB = 1 << 20;
    private static final long MIN_HEAP = 256 * MB;
    private static final long MAX_HEAP = 2048 * MB;
    /**
     * Every step makes and drops the same large tensors. The C library would give their memory back to the system each time and get it again page
     * by page; it keeps it, in large pages, and has one place for all threads.
     */
    private static final String ALLOCATOR =
            "glibc.malloc.arena_max=1:glibc.malloc.hugetlb=1:glibc.malloc.top_pad=16777216"
                    + ":glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=1073741824";

    private static final String EXTRA = "cohort.worker.jvm";
    private static final int LONG_CLASS_PATH = 16_000;
    private static final List<String> PASSED_ON = List.of("cohort.", "org.slf4j.", "org.bytedeco.");
    private static final List<String> OWN = List.of(
            "org.bytedeco.javacpp.nopointergc",
            "org.bytedeco.javacpp.maxPhysicalBytes",
            "org.bytedeco.javacpp.maxBytes",
            EXTRA);

    private final EngineOptions options;
    private final long memoryBytes;

    /** @param together how many such JVMs share this host */
    JvmCommand(EngineOptions options, int together) {
        this.options = options;
        this.memoryBytes =
                options.memoryBytes() > 0 ? options.memoryBytes() : machineBytes() / 5 * 4 / Math.max(1, together);
    }

    private static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory() * 4;
    }

    /** The command that runs a main class. @throws IOException when a long class path cannot be written to a file */
    ProcessBuilder command(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.addAll(classPath(System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        String threads = String.valueOf(options.threads());
        Map<String, String> environment = builder.environment();
        environment.put("OMP_NUM_THREADS", threads);
        environment.put("MKL_NUM_THREADS", threads);
        environment.put("OPENBLAS_NUM_THREADS", threads);
        environment.putIfAbsent("GLIBC_TUNABLES", ALLOCATOR);
        return builder;
    }

    List<String> flags() {
        long heap = Math.max(MIN_HEAP, Math.min(MAX_HEAP, memoryBytes / 4));
        List<String> flags = new ArrayList<>(List.of(
                // Most objects stand for native memory and die young: a small nursery is resident as a whole within a
                // few hundred steps.
                "-Xms48m",
                "-Xmn16m",
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxBytes=" + memoryBytes,
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + memoryBytes));
        // The archive of classes that this JVM started from suits one with the same class path.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:SharedArchiveFile=") || flag.equals("-Xlog:disable"))
                .forEach(flags::add);
        new TreeMap<>(System.getProperties()).forEach((name, value) -> {
            if (PASSED_ON.stream().anyMatch(name.toString()::startsWith) && !OWN.contains(name.toString())) {
                flags.add("-D" + name + "=" + value);
            }
        });
        Arrays.stream(System.getProperty(EXTRA, "").split(" "))
                .filter(flag -> !flag.isBlank())
                .forEach(flags::add);
        return flags;
    }

    /** A class path that is too long for a command line goes through a file. */
    private static List<String> classPath(String classPath) throws IOException {
        if (classPath.length() < LONG_CLASS_PATH) {
            return List.of("-cp", classPath);
        }
        Path file = Files.createTempFile("cohort-classpath-", ".args");
        file.toFile().deleteOnExit();
        Files.writeString(file, argumentFile(classPath), StandardCharsets.UTF_8);
        return List.of("@" + file);
    }

    /** As the java command reads argument files: quoted, with backslashes doubled. */
    static String argumentFile(String classPath) {
        return "-cp \"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }
}
