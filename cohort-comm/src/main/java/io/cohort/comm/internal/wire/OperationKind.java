package io.cohort.comm.internal.wire;

/** What an operation is; the code stands in frames and never changes its meaning. */
public enum OperationKind {
    ALL_REDUCE(1, "all-reduce"),
    REDUCE_SCATTER(2, "reduce-scatter"),
    ALL_GATHER(3, "all-gather"),
    BROADCAST(4, "broadcast"),
    REDUCE(5, "reduce"),
    GATHER(6, "gather"),
    SCATTER(7, "scatter"),
    ALL_TO_ALL(8, "all-to-all"),
    BARRIER(9, "barrier"),
    ALLOCATE(10, "allocate"),
    SUBGROUP(11, "subgroup"),
    SEND(12, "send"),
    RECEIVE(13, "receive"),
    SHARDED_UPDATE(14, "sharded-update");

    private final int code;
    private final String word;

    OperationKind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    int code() {
        return code;
    }

    public String word() {
        return word;
    }

    static OperationKind ofCode(int code) throws MalformedFrame {
        for (OperationKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new MalformedFrame("operation code " + code + " is unknown");
    }
}
