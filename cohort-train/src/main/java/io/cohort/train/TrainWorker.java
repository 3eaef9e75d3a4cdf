package io.cohort.train;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.ArtifactStore;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.io.ModelDirectory;
import io.cohort.torch.io.ParametersSha256;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.metric.Scores;
import io.cohort.torch.model.Autocast;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelProvider;
import io.cohort.torch.optim.OptimizerSection;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** What each worker of a training run does: build the model, train it, measure it, and (rank 0) keep it. */
public final class TrainWorker implements WorkerEntry {

    /** Where the trained model stands in the run directory. */
    static final String MODEL = "model";

    private static final int INITIAL_PARAMETERS = 2;

    @Override
    public String run(WorkerContext worker) throws Exception {
        TrainPayload payload = Json.read(worker.payload(), TrainPayload.class);
        Job job = Job.fromJson(payload.job());
        if (!worker.role().equals(StrategyPlan.WORKER)) {
            return job.section(Parallel.class).strategy().serve(worker);
        }
        try (OwnedMemory memory = new OwnedMemory()) {
            DataSplit data = job.section(DataSource.class).openAgain(job.seed(), payload.data());
            Network network = memory.own(() -> network(job, data));
            try (Strategy strategy = job.section(Parallel.class).strategy().create(job)) {
                return Json.write(train(worker, payload, job, data, network, strategy));
            }
        }
    }

    /** The job's model with fresh parameters, in the caller's scope. */
    static Network network(Job job, DataSplit data) {
        TrainSettings settings = job.section(TrainSettings.class);
        ModelProvider.Recipe recipe = job.section(ModelProvider.Recipe.class);
        // Every rank draws the same initial parameters; the strategy makes sure of it by a broadcast.
        Model model = Seeds.drawing(Seeds.key(job.seed(), INITIAL_PARAMETERS), () -> recipe.build(data.spec()));
        model.module().to(settings.precision().parameters().scalarType(), false);
        return new Network(
                settings.precision() == Precision.BF16 ? new Autocast(model) : model,
                job.section(LossSection.Choice.class).forData(data.train()),
                data.spec(),
                Normalisation.of(data.train()),
                settings.precision().parameters());
    }

    /** What the job's strategy is to train. */
    static Strategy.Subject subject(Job job, Network network) {
        return new Strategy.Subject(
                network.model(),
                network.loss(),
                job.section(OptimizerSection.Plan.class).rule(),
                network.type(),
                job.section(TrainSettings.class).clip(),
                job.section(Parallel.class).syncBatchNorm());
    }

    private static WorkerResult train(
            WorkerContext worker, TrainPayload payload, Job job, DataSplit data, Network network, Strategy strategy)
            throws IOException {
        TrainSettings settings = job.section(TrainSettings.class);
        OptimizerSection.Plan optimizer = job.section(OptimizerSection.Plan.class);
        ProcessGroup group = worker.groups().workers();
        strategy.prepare(subject(job, network), worker.groups());
        DataSource source = job.section(DataSource.class);
        BatchSource order =
                new GlobalBatches(data.train(), settings.batch(), job.seed(), strategy.share(), network.loss()::weight);
        try (LoadedBatches batches = new LoadedBatches(order, source.augmentation(), job.seed(), source.loaders());
                RunKeeper keeper = new RunKeeper(worker, job, payload, network.model(), strategy);
                Trainer trainer = new Trainer(
                        new Trainer.Setup(
                                network,
                                job.section(Metrics.class),
                                data,
                                strategy,
                                group,
                                optimizer,
                                settings,
                                batches,
                                worker.timeline()),
                        keeper.start(),
                        keeper,
                        worker::stopRequested,
                        payload.measure())) {
            Position end = trainer.train();
            Map<String, Object> figures = Map.of();
            if (trainer.interrupted()) {
                keeper.checkpoint(end);
            } else {
                strategy.finish();
                if (payload.measure()) {
                    figures = test(trainer, keeper, data);
                }
                keepModel(worker, job, network);
            }
            return result(trainer.interrupted(), end, keeper, figures, group, network.model());
        }
    }

    private static Map<String, Object> test(Trainer trainer, RunKeeper keeper, DataSplit data) {
        Optional<Scores> scores = trainer.test();
        scores.ifPresent(measured -> keeper.measured(measured, data.spec().classes()));
        return scores.map(Scores::figures).orElse(Map.of());
    }

    private static WorkerResult result(
            boolean interrupted,
            Position end,
            RunKeeper keeper,
            Map<String, Object> figures,
            ProcessGroup group,
            Model model) {
        try (PointerScope scope = new PointerScope()) {
            return new WorkerResult(
                    interrupted,
                    end.epoch(),
                    end.step(),
                    keeper.samples(),
                    keeper.seconds(),
                    figures,
                    group.bytesSent(),
                    NamedTensors.parameters(model.module()).values().stream()
                            .mapToLong(Tensor::numel)
                            .sum(),
                    ParametersSha256.of(NamedTensors.of(model.module())));
        }
    }

    private static void keepModel(WorkerContext worker, Job job, Network network) {
        if (worker.rank() != 0) {
            return;
        }
        try {
            writeModel(worker, job, network);
        } catch (IOException e) {
            throw RunKeeper.unwritable("the model", e);
        }
    }

    private static void writeModel(WorkerContext worker, Job job, Network network) throws IOException {
        worker.artifacts().delete(MODEL); // of a launcher that died after it and before its summary
        try (ArtifactStore.Draft draft = worker.artifacts().begin(MODEL)) {
            ModelDirectory.write(draft::create, description(job, network), network.model());
            draft.commit();
        }
    }

    private static ModelDirectory.Description description(Job job, Network network) {
        return new ModelDirectory.Description(
                resolved(job, "model"), network.spec(), network.normalisation(), job.seed(), resolved(job, "metrics"));
    }

    @SuppressWarnings("unchecked") // a resolved section is a mapping of texts to values
    private static Map<String, Object> resolved(Job job, String section) {
        return (Map<String, Object>) Objects.requireNonNull(job.resolved().get(section));
    }
}
