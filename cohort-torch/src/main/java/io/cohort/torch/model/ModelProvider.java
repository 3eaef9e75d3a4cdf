package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;
import java.nio.file.Path;

/** A kind of model that a job can name. Found through {@link java.util.ServiceLoader}. Must not touch libtorch before {@link Recipe#build}. */
public interface ModelProvider {

    /** The word after {@code model.name}. */
    String name();

    /** Reads the model's own options beside its name. */
    Recipe read(JobNode options);

    /** A model described but not built: what the launcher can check without libtorch. */
    interface Recipe {

        /**
         * Checks that the model can take such data.
         *
         * @throws io.cohort.core.error.UserMistake saying what does not fit
         */
        void check(DataSpec data);

        /** The recipe for a model that was kept in a directory, with the files it {@linkplain Model#writeBeside wrote} there. */
        default Recipe in(Path modelDirectory) {
            return this;
        }

        /** Builds it with fresh parameters, drawn from libtorch's generator. */
        Model build(DataSpec data);
    }
}
