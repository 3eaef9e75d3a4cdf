package io.cohort.torch.doctor;

import io.cohort.core.doctor.DoctorCheck;
import io.cohort.torch.Natives;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Whether libtorch loads here and can add. */
public final class NativeLibraryCheck implements DoctorCheck {

    private static final double NANOS_A_SECOND = 1e9;

    @Override
    public String name() {
        return "native library";
    }

    @Override
    public Finding look(Plan plan) {
        Natives.unpack();
        long begun = System.nanoTime();
        try (PointerScope scope = new PointerScope()) {
            Tensor ones = torch.ones(3);
            double sum = ones.sum().item_double();
            double seconds = (System.nanoTime() - begun) / NANOS_A_SECOND;
            return sum == 3
                    ? Finding.ok(String.format(
                            Locale.ROOT, "libtorch for %s loads in %.1f s", Loader.getPlatform(), seconds))
                    : Finding.problem("libtorch adds 1 + 1 + 1 to " + sum, "Report it with this machine's processor");
        } catch (LinkageError e) {
            return Finding.problem(
                    "libtorch does not load: " + e.getMessage(),
                    "Build for this platform with -Djavacpp.platform=" + Loader.getPlatform()
                            + "; on Linux it needs glibc 2.28 or newer");
        }
    }
}
