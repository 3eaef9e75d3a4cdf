package io.cohort.engine;

/**
 * A place that answers calls: a parameter server, a federated server, a model that serves.
 *
 * @param name unique on its host
 * @param entry what answers
 * @param payload handed to it when it starts
 */
public record Service(String name, Class<? extends ServiceEntry> entry, String payload, EngineOptions options) {

    /** What answers. Has a public constructor without arguments. */
    public interface ServiceEntry extends AutoCloseable {
        void start(String payload) throws Exception;

        /** Answers one call; several may come at once. */
        byte[] call(String caller, String method, byte[] request) throws Exception;

        @Override
        default void close() {}
    }
}
