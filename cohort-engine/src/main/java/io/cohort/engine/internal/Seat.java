package io.cohort.engine.internal;

import io.cohort.engine.Role;
import io.cohort.engine.WorkerId;
import java.util.ArrayList;
import java.util.List;

/**
 * One worker's place in a gang, known before anybody has joined.
 *
 * @param rank its number in the gang
 * @param id who sits there
 * @param role its kind
 * @param roleRank its number among the workers of its kind
 * @param roleSize how many of its kind there are
 */
record Seat(int rank, WorkerId id, String role, int roleRank, int roleSize) {

    /** The places of a gang by rank: ranks go through the roles in their order. */
    static List<Seat> of(List<Role> roles) {
        List<Seat> seats = new ArrayList<>();
        for (Role role : roles) {
            for (int i = 0; i < role.count(); i++) {
                int rank = seats.size();
                seats.add(new Seat(rank, new WorkerId(role.name() + "-" + i), role.name(), i, role.count()));
            }
        }
        return List.copyOf(seats);
    }
}
