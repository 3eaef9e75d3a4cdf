package io.cohort.core.timeline;

/** What a worker spends time on, as far as its timeline tells apart. */
public enum Activity {
    /** Nothing that was marked: between two marked spans. */
    COMPUTING("computing", "computing"),
    DATA("data", "loading data"),
    FORWARD("forward", "computing the forward pass"),
    BACKWARD("backward", "computing the backward pass"),
    OPTIMIZER("optimizer", "updating parameters"),
    WAITING("waiting", "waiting for another operation to end"),
    EVALUATION("evaluation", "evaluating the model"),
    CHECKPOINT("checkpoint", "writing a checkpoint"),
    /** A fault that was asked for. */
    HELD("chaos", "held back by --chaos"),
    /** An operation of a group, on whichever thread ran it. */
    OPERATION("operation", "in an operation"),
    /** A pause of the whole process to collect garbage. */
    COLLECTION("gc", "in garbage collection"),
    /** The whole process got no time: stopped by a signal, or its machine stood still. */
    STANDSTILL("standstill", "stopped: its whole process got no time");

    private final String word;
    private final String doing;

    Activity(String word, String doing) {
        this.word = word;
        this.doing = doing;
    }

    /** @throws IllegalArgumentException when no activity has this word */
    static Activity of(String word) {
        for (Activity activity : values()) {
            if (activity.word.equals(word)) {
                return activity;
            }
        }
        throw new IllegalArgumentException("no activity is called " + word);
    }

    /** One word, for traces. */
    public String word() {
        return word;
    }

    /** As it goes after "it was". */
    public String doing() {
        return doing;
    }

    /** Whether the worker's own thread does it, one after another. */
    boolean ofTheWorker() {
        return this != OPERATION && this != COLLECTION && this != STANDSTILL;
    }
}
