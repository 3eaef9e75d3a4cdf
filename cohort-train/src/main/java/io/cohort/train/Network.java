package io.cohort.train;

import io.cohort.torch.ElementType;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.loss.Loss;
import io.cohort.torch.model.Model;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with all that turns samples into its loss.
 *
 * @param model the network
 * @param loss summed over samples
 * @param spec what its data looks like
 * @param normalisation done to raw inputs
 * @param type of parameters and inputs
 */
record Network(Model model, Loss loss, DataSpec spec, Normalisation normalisation, ElementType type) {

    /** Some samples as the model takes them: normalised, in the model's type; tokens as they are. Belongs to the caller's scope. */
    IndexedData.Batch batch(IndexedData data, int[] samples) {
        IndexedData.Batch raw = data.batch(samples);
        Tensor inputs = raw.inputs().is_floating_point()
                ? normalisation.apply(raw.inputs().to(type.scalarType()))
                : raw.inputs();
        Tensor targets = raw.targets();
        return new IndexedData.Batch(inputs, targets.is_floating_point() ? targets.to(type.scalarType()) : targets);
    }
}
