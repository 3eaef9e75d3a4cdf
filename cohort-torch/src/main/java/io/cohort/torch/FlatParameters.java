package io.cohort.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;

/**
 * A module's parameters, laid flat in a few buckets, and a place for the gradient of each; the module sees views of its parameters.
 *
 * <p>Buckets are filled from the last parameter to the first, because backward finishes them in that order, and are cut when the next
 * parameter would take them over a size. Each parameter begins at a multiple of 64 bytes, so that kernels see the alignment they
 * would see in a tensor of its own, and so does each of the equal parts that a bucket can be cut into; the gaps hold zeros.
 *
 * <p>Threading: one thread at a time. Memory: owned by whoever gave the allocators; {@link #close} lets go of the views.
 */
public final class FlatParameters implements AutoCloseable {

    private static final long ALIGNMENT_BYTES = 64;

    /** Gives zeroed flat memory that lives at least as long as the {@link FlatParameters} made with it. */
    @FunctionalInterface
    public interface Allocator {
        Tensor allocate(ElementType type, long elements);
    }

    /**
     * One parameter's place.
     *
     * @param name the parameter's full name in the module, such as {@code conv1.weight}
     * @param parameter the module's own tensor, a view of the bucket
     * @param shape its shape
     * @param offset its first element in the bucket
     * @param elements how many
     */
    public record Slot(String name, Tensor parameter, long[] shape, long offset, long elements) {

        /** This parameter's part of a flat tensor laid out as its bucket, in the parameter's shape; belongs to the caller's scope. */
        public Tensor view(Tensor flat) {
            return flat.narrow(0, offset, elements).view(shape);
        }
    }

    /**
     * Parameters that travel together.
     *
     * @param index from 0, in the order in which backward finishes them
     * @param parameters flat
     * @param gradients flat, laid out alike, for whoever puts them there; zeros in the gaps
     * @param slots in the order of the memory
     */
    public record Bucket(int index, Tensor parameters, Tensor gradients, List<Slot> slots) {}

    private final OwnedMemory views = new OwnedMemory();
    private final List<Bucket> buckets;

    private FlatParameters(Supplier<List<Bucket>> layout) {
        buckets = List.copyOf(views.own(layout));
    }

    /**
     * Moves a module's parameters into flat memory, keeping their values, and makes room for gradients. They come to lie there when somebody moves or writes
     * them there: libtorch knows nothing of that room.
     *
     * @param bucketBytes what a bucket should not exceed; a larger parameter has one of its own
     * @param parts how many equal parts each bucket can be cut into
     * @param parameters where parameters lie
     * @param gradients where gradients lie
     */
    public static FlatParameters of(
            Module module, ElementType type, long bucketBytes, int parts, Allocator parameters, Allocator gradients) {
        Allocator padded = (t, elements) -> parameters.allocate(t, aligned(elements, t, parts));
        Allocator alike = (t, elements) -> gradients.allocate(t, aligned(elements, t, parts));
        return new FlatParameters(() -> layOut(module, type, bucketBytes, padded, alike));
    }

    public List<Bucket> buckets() {
        return buckets;
    }

    /** Elements of all parameters, gaps not counted. */
    public long elements() {
        return buckets.stream()
                .flatMap(b -> b.slots().stream())
                .mapToLong(Slot::elements)
                .sum();
    }

    /** One view a parameter of some flat tensors laid out as the buckets, by name; they belong to the caller's scope. */
    public Map<String, Tensor> named(List<Tensor> flats) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (Bucket bucket : buckets) {
            for (Slot slot : bucket.slots()) {
                byName.put(slot.name(), slot.view(flats.get(bucket.index())));
            }
        }
        return byName;
    }

    @Override
    public void close() {
        views.close();
    }

    private record Named(String name, Tensor tensor) {}

    private static List<Bucket> layOut(
            Module module, ElementType type, long bucketBytes, Allocator parameters, Allocator gradients) {
        try (AutoGradMode noGrad = new NoGradGuard()) {
            List<Bucket> buckets = new ArrayList<>();
            List<Named> pending = new ArrayList<>();
            long pendingElements = 0;
            for (Named parameter : lastToFirst(module)) {
                long elements = aligned(parameter.tensor.numel(), type);
                if (!pending.isEmpty() && (pendingElements + elements) * type.bytes() > bucketBytes) {
                    buckets.add(bucket(buckets.size(), pending, pendingElements, type, parameters, gradients));
                    pending.clear();
                    pendingElements = 0;
                }
                pending.add(parameter);
                pendingElements += elements;
            }
            if (!pending.isEmpty()) {
                buckets.add(bucket(buckets.size(), pending, pendingElements, type, parameters, gradients));
            }
            return buckets;
        }
    }

    private static List<Named> lastToFirst(Module module) {
        List<Named> parameters = new ArrayList<>();
        StringTensorDict dictionary = module.named_parameters(true);
        for (int i = 0; i < dictionary.size(); i++) {
            // The item's tensor lies inside the dictionary: take a handle that lives by itself.
            parameters.add(new Named(
                    dictionary.get(i).key().getString(),
                    new Tensor(dictionary.get(i).value())));
        }
        Collections.reverse(parameters);
        return parameters;
    }

    private static Bucket bucket(
            int index,
            List<Named> members,
            long elements,
            ElementType type,
            Allocator forParameters,
            Allocator forGradients) {
        Tensor parameters = forParameters.allocate(type, elements);
        Tensor gradients = forGradients.allocate(type, elements);
        List<Slot> slots = new ArrayList<>();
        long offset = 0;
        for (Named member : members) {
            long[] shape = member.tensor.sizes().vec().get();
            Slot slot = new Slot(member.name, member.tensor, shape, offset, member.tensor.numel());
            Tensor value = slot.view(parameters);
            value.copy_(member.tensor);
            member.tensor.set_data(value);
            slots.add(slot);
            offset += aligned(slot.elements, type);
        }
        return new Bucket(index, parameters, gradients, List.copyOf(slots));
    }

    private static long aligned(long elements, ElementType type) {
        return aligned(elements, type, 1);
    }

    private static long aligned(long elements, ElementType type, int parts) {
        long unit = ALIGNMENT_BYTES / type.bytes() * parts;
        return (elements + unit - 1) / unit * unit;
    }
}
