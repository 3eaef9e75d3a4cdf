package io.cohort.comm.internal.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostGridTest {

    @Test
    void findsEquallyManyRanksInARow() {
        assertThat(HostGrid.of(List.of(List.of(0, 1), List.of(2, 3), List.of(4, 5))))
                .contains(new HostGrid(3, 2));
        assertThat(HostGrid.of(List.of(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7))))
                .contains(new HostGrid(2, 4));
    }

    @Test
    void refusesWhatIsNoWholeSubtreeOfTheContractedOrder() {
        assertThat(HostGrid.of(List.of(List.of(0, 1, 2), List.of(3, 4, 5))))
                .as("three")
                .isEmpty();
        assertThat(HostGrid.of(List.of(List.of(0, 2), List.of(1, 3))))
                .as("in turn")
                .isEmpty();
        assertThat(HostGrid.of(List.of(List.of(0, 1), List.of(2))))
                .as("unequal")
                .isEmpty();
        assertThat(HostGrid.of(List.of(List.of(0), List.of(1, 2))))
                .as("unequal")
                .isEmpty();
        assertThat(HostGrid.of(List.of(List.of(0), List.of(1)))).as("alone").isEmpty();
        assertThat(HostGrid.of(List.of(List.of(0, 1)))).as("one host").isEmpty();
    }

    @Test
    void findsTheRanksInsideAndBetween() {
        HostGrid grid = new HostGrid(3, 2);
        assertThat(grid.inside(3)).containsExactly(2, 3);
        assertThat(grid.between(3)).containsExactly(1, 3, 5);
    }
}
