package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.Rendezvous;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contestants that take no time, but say that they did. */
class RoundsTest {

    private final List<String> turns = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    @Test
    void repeatsTheWorkUntilATurnIsLongEnough() {
        List<Turns> measured = run(new Pace(0.02, 0, 3, 0), contestant("slow", 0.03), contestant("quick", 0.0001));

        assertThat(measured.get(0).repetitions()).isEqualTo(1);
        assertThat(measured.get(1).repetitions()).isBetween(200, 2000);
        assertThat(measured.get(0).seconds()).containsExactly(0.03, 0.03, 0.03);
        assertThat(measured.get(1).seconds()).hasSize(3);
        assertThat(Turns.median(measured.get(1).seconds())).isBetween(0.000099, 0.000101);
    }

    @Test
    void repeatsTheWorkAsOftenAsTheContestantWants() {
        Contestant five = new Contestant() {
            @Override
            public double turn(int repetitions) {
                return repetitions;
            }

            @Override
            public int leastRepetitions() {
                return 5;
            }
        };

        assertThat(run(new Pace(0.02, 0, 1, 0), five).get(0).repetitions()).isEqualTo(5);
        assertThat(run(new Pace(0.02, 0, 1, 2), five).get(0).repetitions())
                .as("unless told how often")
                .isEqualTo(2);
    }

    @Test
    void letsContestantsTakeTurnsAndDropsTheFirstOnes() {
        run(new Pace(0, 0, 4, 1), contestant("a", 1), contestant("b", 1));

        assertThat(turns).startsWith("a", "b", "a", "b").hasSize(2 * (2 + 4));
        assertThat(progress).containsExactly("1/4", "2/4", "3/4", "4/4");
    }

    @Test
    void keepsToTheRepetitionsThatAreGiven() {
        List<Turns> measured = run(new Pace(10, 0, 1, 7), contestant("a", 0.001));

        assertThat(measured.get(0).repetitions()).isEqualTo(7);
    }

    @Test
    void fitsTurnsIntoTheTimeThereIs() {
        assertThat(new Pace(0, 3, 5, 0).turns(0.1)).isEqualTo(30);
        assertThat(new Pace(0, 3, 5, 0).turns(2)).isEqualTo(5);
        assertThat(new Pace(0, 0, 5, 0).turns(0)).isEqualTo(10_000);
        assertThatThrownBy(() -> new Pace(-1, 0, 1, 0)).hasMessageContaining("turnSeconds=-1.0");
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Turns.median(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Turns.median(new double[] {9, 1, 5, 6})).isEqualTo(5.5);
    }

    private Contestant contestant(String name, double secondsEach) {
        return repetitions -> {
            turns.add(name);
            return repetitions * secondsEach;
        };
    }

    private List<Turns> run(Pace pace, Contestant... contestants) {
        return new Rounds(
                        new Ranks(0, 1, new Alone(), Duration.ofSeconds(1)),
                        pace,
                        (done, of) -> progress.add(done + "/" + of))
                .run(List.of(contestants));
    }

    private record Alone() implements Rendezvous {
        @Override
        public void put(String key, byte[] value) {
            throw new UnsupportedOperationException(key);
        }

        @Override
        public byte[] get(String key, Duration deadline) {
            throw new UnsupportedOperationException(key);
        }

        @Override
        public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
            return List.of(value);
        }
    }
}
