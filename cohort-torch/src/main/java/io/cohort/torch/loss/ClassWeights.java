package io.cohort.torch.loss;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How much a sample of each class counts, as a job says it. */
@FunctionalInterface
interface ClassWeights {

    /**
     * Each class counts as much as any other, however few samples it has. Legend: n samples, C classes that occur, m samples of the class: n / (C · m), as
     * scikit-learn's {@code class_weight="balanced"} has it. A class without a sample in training counts 1.
     */
    ClassWeights BALANCED = training -> {
        double[] weights = new double[Math.toIntExact(training.data().spec().outputs())];
        for (int sample : training.numbers()) {
            weights[(int) training.data().target(sample)]++;
        }
        double occurring = Arrays.stream(weights).filter(count -> count > 0).count();
        Arrays.setAll(weights, k -> weights[k] == 0 ? 1 : training.size() / (occurring * weights[k]));
        return weights;
    };

    /** One a class, by number. @throws UserMistake of kind {@code class-weights} */
    double[] of(Samples training);

    /**
     * Weights by the names of classes, or by their numbers from 0 where no class is called like that. Classes that are not named count 1.
     */
    static ClassWeights given(Map<String, Double> byClass) {
        return training -> {
            DataSpec spec = training.data().spec();
            double[] weights = new double[spec.classes().size()];
            Arrays.fill(weights, 1);
            byClass.forEach((name, weight) -> weights[number(name, spec)] = weight);
            return weights;
        };
    }

    private static int number(String name, DataSpec spec) {
        int named = spec.classes().indexOf(name);
        int number = named >= 0
                ? named
                : IntStream.range(0, spec.classes().size())
                        .filter(i -> Integer.toString(i).equals(name))
                        .findFirst()
                        .orElse(-1);
        if (number < 0) {
            throw mistake(
                    "." + name,
                    null,
                    "the data has no such class; there are " + brief(spec),
                    Nearest.of(name, spec.classes())
                            .map(near -> "Write " + near)
                            .orElse("Name classes of the data, or their numbers from 0"));
        }
        return number;
    }

    private static String brief(DataSpec spec) {
        int most = 20;
        int all = spec.classes().size();
        return all <= most
                ? String.join(", ", spec.classes())
                : String.join(", ", spec.classes().subList(0, most)) + " and " + (all - most) + " more";
    }

    /** Refuses data without classes, and text, whose tokens are too many to be weighed by hand. */
    static void requireClasses(DataSpec spec) {
        if (spec.task() != Task.CLASSIFICATION) {
            throw mistake(
                    "",
                    null,
                    "weighs classes, but the data's task is " + spec.task().word(),
                    "Leave loss.classWeights out");
        }
    }

    private static UserMistake mistake(String below, @Nullable String value, String rule, String fix) {
        return new UserMistake("class-weights", new Problem("loss.classWeights" + below, value, rule, fix));
    }
}
