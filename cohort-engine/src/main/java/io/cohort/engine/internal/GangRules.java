package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.engine.Gang;
import org.jspecify.annotations.Nullable;

/** What must hold of a gang before anything is started. */
final class GangRules {

    private GangRules() {}

    /** @throws UserMistake when the gang cannot run on this engine */
    static void check(Gang gang, String engine) {
        if (gang.size() < 1) {
            throw mistake(
                    "too-few-workers", "parallel.workers", gang.size(), "must be at least 1", "Use parallel.workers=1");
        }
        if (gang.remote() > 0 && engine.equals("threads")) {
            throw mistake(
                    "remote-threads",
                    "--remote",
                    gang.remote(),
                    "threads cannot join from another host",
                    "Use --engine processes");
        }
        if (gang.remote() < 0 || gang.remote() > gang.size()) {
            throw mistake(
                    "too-many-workers",
                    "--remote",
                    gang.remote(),
                    "must be from 0 to the number of workers, " + gang.size(),
                    "Use --remote " + gang.size() + " or raise --workers");
        }
    }

    /** What encrypts the gang's connections; {@code null} when nothing does. */
    static @Nullable Tls tls(Gang gang) {
        TlsFiles files = gang.options().tls();
        return files == null ? null : Tls.load(files);
    }

    private static UserMistake mistake(String kind, String place, int value, String rule, String fix) {
        return new UserMistake(kind, new Problem(place, String.valueOf(value), rule, fix));
    }
}
