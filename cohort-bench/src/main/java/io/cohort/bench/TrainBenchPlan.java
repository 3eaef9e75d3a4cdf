package io.cohort.bench;

/**
 * What the launcher tells each worker of a training benchmark, as JSON.
 *
 * @param job of all workers together
 * @param model its name in the result
 * @param batch of one worker
 * @param peer {@code ddp}; empty for none
 * @param pace turns and their length; repetitions are steps
 */
record TrainBenchPlan(String job, String model, int batch, String peer, Pace pace) {}
