package io.cohort.comm.internal.gloo;

import io.cohort.comm.internal.group.Operation;

/** Bytes that a rank sends in one of Gloo's collectives, by its documented algorithms; Gloo itself does not count. */
final class GlooCost {

    private GlooCost() {}

    static long bytes(Operation operation, int rank, int size) {
        long input = operation.input().bytes();
        int root = operation.fingerprint().root();
        return switch (operation.fingerprint().kind()) {
            case ALL_REDUCE, REDUCE, REDUCE_SCATTER -> 2 * input * (size - 1) / size;
            case SHARDED_UPDATE -> 3 * input * (size - 1) / size; // a reduce-scatter and an all-gather
            case ALL_GATHER -> input * (size - 1);
            case BROADCAST -> rank == root ? input * (size - 1) : 0;
            case GATHER -> rank == root ? 0 : input;
            case SCATTER -> rank == root ? input * (size - 1) / size : 0;
            case ALL_TO_ALL -> input * (size - 1) / size;
            case BARRIER, ALLOCATE, SUBGROUP, SEND, RECEIVE -> 0;
        };
    }
}
