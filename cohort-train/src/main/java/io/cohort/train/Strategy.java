package io.cohort.train;

import io.cohort.engine.Groups;
import io.cohort.torch.ElementType;
import io.cohort.torch.loss.Loss;
import io.cohort.torch.model.Model;
import io.cohort.torch.optim.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * How workers train one model together: what becomes of a share of a batch until all parameters are updated. One file a strategy, to be
 * read beside its paper. The {@link Trainer} owns data, epochs, metrics and checkpoints.
 *
 * <p>Threading: confined to the worker's thread. Memory: what {@code step} makes is closed when it returns.
 */
public interface Strategy extends AutoCloseable {

    /**
     * What a strategy trains.
     *
     * @param model on every rank with the same initial parameters
     * @param loss summed over samples
     * @param optimizer the update rule on flat memory
     * @param type of parameters and arithmetic
     * @param clip the largest global norm of a gradient, when given
     * @param syncBatchNorm whether batch normalisation counts over all workers that compute parts of one batch
     */
    record Subject(
            Model model,
            Loss loss,
            Optimizer optimizer,
            ElementType type,
            Optional<Double> clip,
            boolean syncBatchNorm) {}

    /**
     * Part of this worker's share of a global batch.
     *
     * @param inputs {@code [n, inputShape…]}, normalised, in the subject's type
     * @param targets {@code [n]}
     * @param size n; 0 where the share is empty
     */
    record MicroBatch(Tensor inputs, Tensor targets, int size) {}

    /**
     * What one update is told.
     *
     * @param step the update's number in the run, from 1
     * @param weight what the summed loss of the global batch is divided by: the number of its samples over all workers, unless the loss weighs them
     * @param learningRate the schedule applied
     */
    record Update(long step, double weight, double learningRate) {}

    /**
     * Which part of each global batch a worker trains on. Workers that hold different parts of one copy of the model have the same index.
     *
     * @param index from 0
     * @param of how many parts there are
     */
    record Share(int index, int of) {}

    /** Takes the model over: lays its parameters flat, makes them equal on all ranks. Called once, by every rank. */
    void prepare(Subject subject, Groups groups);

    /** This worker's part of the data, once prepared. */
    Share share();

    /**
     * The model's outputs, however it is spread over workers; called in the same order by all that have the same {@link #share}. In the caller's
     * scope.
     */
    Tensor forward(Tensor inputs);

    /**
     * Does one update with this worker's share.
     *
     * @param microBatches at least one; sizes may be 0
     * @return the loss summed over this share, before the update
     */
    double step(List<MicroBatch> microBatches, Update update);

    /** State beside the model's parameters and buffers, by global name ({@code optimizer/momentum/conv1.weight}); handles belong to the caller's scope. */
    Map<String, Tensor> save();

    /** Takes back what {@link #save} gave; the model's own tensors are loaded by the caller before. */
    void load(Map<String, Tensor> state);

    /**
     * Makes the whole model stand in this rank's module, and all of its state on this rank, for evaluation and saving. Called by every rank, also before
     * {@link #save}.
     */
    default void finish() {}

    /** The model's parameters may lie in memory that ends here: the module may not be used afterwards. */
    @Override
    void close();
}
