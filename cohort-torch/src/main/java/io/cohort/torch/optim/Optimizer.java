package io.cohort.torch.optim;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An update rule on flat memory. It holds no tensors itself, so that the same rule serves a whole bucket, a shard of one, or a server's part.
 *
 * <p>Threading: stateless; safe for several threads on different ranges. Memory: allocates in the caller's scope.
 */
public interface Optimizer {

    /** The names of the state tensors it keeps for each range, such as {@code momentum}; zeros at first. */
    List<String> stateNames();

    /**
     * Whether a range must hold each of its parameters whole, because the rule looks at a parameter as one thing. Other rules may be given any cut of the
     * flat memory, and ranges of one segment.
     */
    default boolean needsWholeParameters() {
        return false;
    }

    /**
     * Updates a range in place. The gradients may be overwritten.
     *
     * @param learningRate for this step, the schedule applied
     * @param step the number of this update, from 1
     */
    void step(FlatRange range, double learningRate, long step);

    /**
     * Flat tensors {@code [n]} of one type that belong together, element by element.
     *
     * @param parameters what is updated
     * @param gradients of the mean loss
     * @param state one a name of {@link #stateNames}, in that order
     * @param segments which elements belong to one parameter; what lies between them is zero
     */
    record FlatRange(Tensor parameters, Tensor gradients, List<Tensor> state, List<Segment> segments) {

        /**
         * The same memory in ranges of at most so many elements, each of one segment, for a rule that does not need whole parameters. Views; they belong
         * to the caller's scope.
         */
        public List<FlatRange> cut(long most) {
            List<FlatRange> cuts = new ArrayList<>();
            for (long begin = 0; begin < parameters.numel(); begin += most) {
                cuts.add(part(new Segment(begin, Math.min(most, parameters.numel() - begin))));
            }
            return cuts;
        }

        /** Some of the elements as a range of one segment, for a rule that does not need whole parameters. Views; they belong to the caller's scope. */
        public FlatRange part(Segment part) {
            return new FlatRange(
                    part.of(parameters),
                    part.of(gradients),
                    state.stream().map(part::of).toList(),
                    List.of(new Segment(0, part.elements())));
        }

        /** The same range with its gradients elsewhere. */
        public FlatRange withGradients(Tensor elsewhere) {
            return new FlatRange(parameters, elsewhere, state, segments);
        }
    }

    /**
     * One parameter's elements in a range, or what a range has of them.
     *
     * @param offset the first
     * @param elements how many
     */
    record Segment(long offset, long elements) {

        /** This part of a flat tensor that is laid out as the range; belongs to the caller's scope. */
        public Tensor of(Tensor flat) {
            return flat.narrow(0, offset, elements);
        }
    }
}
