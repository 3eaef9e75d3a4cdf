package io.cohort.observe;

/**
 * The words and fields of a run's events: the contract between who sends them (the Trainer, engines), who keeps them
 * ({@link RunDirectory}) and who reads them (the terminal, {@code cohort show}, {@link RunObserver}s, scripts behind {@code --json}).
 *
 * <p>Each stands in {@code events.jsonl} and on the stream as one JSON object with {@code type} and {@code time} in front, and a
 * worker's {@code rank} and {@code generation}. A reader must bear fields it does not know. A question mark marks what may be absent.
 *
 * <table>
 * <caption>Events of a run</caption>
 * <tr><th>type</th><th>from</th><th>fields</th></tr>
 * <tr><td>{@code started}</td><td>launcher, first; again when a run is resumed</td><td>{@code run} (path), {@code job} (name), {@code kind},
 *     {@code workers}, {@code engine}, {@code strategy}, {@code epochs}, {@code stepsPerEpoch}, {@code totalSteps}, {@code samples}
 *     (of the training data)</td></tr>
 * <tr><td>{@code listening}</td><td>launcher, when workers of other hosts may join, or others may look at the run</td><td>{@code message}, and
 *     what it says as fields</td></tr>
 * <tr><td>{@code worker}</td><td>each rank, when it is up</td><td>{@code pid}, {@code host}, {@code role}</td></tr>
 * <tr><td>{@code step}</td><td>each rank, about five times a second at most</td><td>{@code epoch} (from 1), {@code step} (done so far, over all
 *     epochs), {@code loss} (of the last global batch whose loss is known), {@code samples} (this rank's, so far), {@code samplesPerSecond} (this rank's, lately),
 *     {@code learningRate}?, {@code seconds} (since the rank began)</td></tr>
 * <tr><td>{@code epoch}</td><td>rank 0, after each epoch</td><td>{@code epoch}, {@code step}, {@code loss} (of the samples held out),
 *     {@code trainLoss}? (mean over the epoch),
 *     {@code accuracy}?, {@code validationLoss}?, {@code validationAccuracy}?, {@code learningRate}, {@code seconds} (since the start),
 *     {@code samplesPerSecond} (of all ranks)</td></tr>
 * <tr><td>{@code confusion}</td><td>rank 0, once the trained model is measured, where there are classes and not too many</td><td>{@code classes} (names),
 *     {@code counts} (a row a true class, a column a predicted one)</td></tr>
 * <tr><td>{@code probe}</td><td>each rank, now and then</td><td>{@code step}, and the figures of its probes</td></tr>
 * <tr><td>{@code checkpoint}</td><td>who wrote it, once it is kept</td><td>{@code path}, {@code step}, {@code bytes}</td></tr>
 * <tr><td>{@code warning}</td><td>anyone</td><td>{@code message}, and what belongs to it</td></tr>
 * <tr><td>{@code chaos}</td><td>a rank, before a fault that was asked for happens to it</td><td>{@code fault} (as it was asked for), {@code step}</td></tr>
 * <tr><td>{@code ranks}</td><td>launcher, every ten seconds and when the workers have ended</td><td>{@code ranks}: of each {@code rank}, {@code host},
 *     {@code operations}, {@code operationBytes}, {@code waitedMs} (for others), {@code awaitedMs} (others for it), {@code gcPauses}, {@code gcMs},
 *     {@code unseen} (spans that came too fast to be told), {@code timedSteps}? (which the means after it are of), {@code stepMs}?,
 *     {@code computingMs}?, {@code communicatingMs}?, {@code hiddenMs}? (of communicating, while computing), {@code longestLateMs}, {@code longestLate} (a sentence; empty when it was never late)</td></tr>
 * <tr><td>{@code summary}</td><td>launcher, last, when all went well</td><td>as {@code cohort train} promises</td></tr>
 * <tr><td>{@code error}</td><td>launcher, last, when it did not</td><td>{@code kind}, {@code message}, {@code fix}, {@code rank}
 *     (null when no one rank is at fault), {@code exit}</td></tr>
 * </table>
 */
public final class RunEvents {

    public static final String STARTED = "started";
    public static final String LISTENING = "listening";
    public static final String WORKER = "worker";
    public static final String STEP = "step";
    public static final String EPOCH = "epoch";
    public static final String PROBE = "probe";
    public static final String CONFUSION = "confusion";
    public static final String CHECKPOINT = "checkpoint";
    public static final String WARNING = "warning";
    public static final String CHAOS = "chaos";
    public static final String RANKS = "ranks";
    public static final String SUMMARY = "summary";
    public static final String ERROR = "error";

    private RunEvents() {}
}
