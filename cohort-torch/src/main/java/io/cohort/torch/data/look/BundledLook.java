package io.cohort.torch.data.look;

import io.cohort.torch.data.BundledData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.util.List;
import java.util.OptionalLong;

/** A bundled set is small: it is opened. */
final class BundledLook {

    private BundledLook() {}

    static Sighting at(BundledData bundled) {
        IndexedData data = bundled.open(null);
        DataSpec spec = data.spec();
        String what = spec.task() == Task.CLASSIFICATION ? spec.classes().size() + " classes" : "a number to predict";
        String summary = "%d samples of shape %s, %s".formatted(data.size(), spec.inputShape(), what);
        return new Sighting(
                summary,
                shape(spec.inputShape()),
                spec.task(),
                OptionalLong.of(data.size()),
                List.of(new SeenKey("name", bundled.name(), "comes with Cohort")));
    }

    /** What samples of this shape are to a model. */
    static Shape shape(List<Long> inputShape) {
        int smallestSide = 8;
        if (inputShape.size() != 3) {
            return Shape.ROW;
        }
        return Math.min(inputShape.get(1), inputShape.get(2)) < smallestSide ? Shape.SMALL_IMAGE : Shape.IMAGE;
    }
}
