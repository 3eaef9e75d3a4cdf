package io.cohort.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * The native libraries, unpacked before they are loaded.
 *
 * <p>JavaCPP unpacks a library when it is first loaded, one after the other; libtorch loaded while its neighbours are not all there yet finds the
 * wrong ones and crashes the process. Unpacked whole beforehand, it loads. JavaCPP's lock lets several processes do it at once.
 */
public final class Natives {

    private static boolean unpacked;

    private Natives() {}

    /** Unpacks what is not unpacked yet; takes seconds the first time on a machine, milliseconds later. Safe for several threads and processes. */
    public static synchronized void unpack() {
        if (unpacked) {
            return;
        }
        try {
            for (String library : List.of("javacpp", "openblas", "pytorch")) {
                Loader.cacheResources("/org/bytedeco/" + library + "/" + Loader.getPlatform() + "/");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the native libraries into JavaCPP's cache", e);
        }
        unpacked = true;
    }

    /** Unpacks them on a machine that has not run libtorch yet: part of the build. */
    public static void main(String[] args) {
        unpack();
    }
}
