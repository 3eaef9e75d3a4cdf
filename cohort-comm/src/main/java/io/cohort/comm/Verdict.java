package io.cohort.comm;

/**
 * Why a group ended, decided once and sent to every rank.
 *
 * @param kind {@code worker-lost}, {@code disagreement}, {@code timeout}, {@code worker-failed}, {@code stopped}
 * @param rank the rank at fault; −1 when no single rank is
 * @param message names the rank, its host, the operation's number, name, type and size, what was expected and what was seen
 * @param fix what to do
 */
public record Verdict(String kind, int rank, String message, String fix) {}
