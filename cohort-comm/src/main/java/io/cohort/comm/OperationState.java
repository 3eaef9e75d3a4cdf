package io.cohort.comm;

/**
 * What one rank's last operation was: the raw material of a verdict.
 *
 * @param group the group's name
 * @param sequence the operation's number in its group, from 1; 0 before the first, and for messages
 * @param operation name, element type, count and the like, as one readable fingerprint: {@code all-reduce sum float32[1000]}
 * @param waitingFor the rank it waits for; −1 when it does not wait for a known one
 * @param done whether it ended
 */
public record OperationState(String group, long sequence, String operation, int waitingFor, boolean done) {}
