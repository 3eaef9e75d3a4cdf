package io.cohort.engine;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workers that run together, all or nothing, with ranks.
 *
 * @param name the run's name, for logs
 * @param roles how many of which kind; ranks go through the roles in this order
 * @param entry what each worker runs
 * @param payload handed to every worker as it is: the resolved job
 * @param options where and how they run
 * @param remote of all workers, how many come from other hosts by {@code join}; 0 for none
 * @param listen {@code host:port} at which they join; empty for none
 * @param tokenFile holds the secret that they bring; {@code null} to make one, and a file for it
 */
public record Gang(
        String name,
        List<Role> roles,
        Class<? extends WorkerEntry> entry,
        String payload,
        EngineOptions options,
        int remote,
        String listen,
        @Nullable Path tokenFile) {

    public Gang(
            String name, List<Role> roles, Class<? extends WorkerEntry> entry, String payload, EngineOptions options) {
        this(name, roles, entry, payload, options, 0, "");
    }

    /** With a secret of its own making. */
    public Gang(
            String name,
            List<Role> roles,
            Class<? extends WorkerEntry> entry,
            String payload,
            EngineOptions options,
            int remote,
            String listen) {
        this(name, roles, entry, payload, options, remote, listen, null);
    }

    /** Workers of all roles. */
    public int size() {
        return roles.stream().mapToInt(Role::count).sum();
    }
}
