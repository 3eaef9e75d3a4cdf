package io.cohort.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.ArtifactStore;
import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.io.Safetensors;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of a run, kept so that it can go on with the same bits: {@code checkpoints/step-<n>/} with {@code state.safetensors} (tensors by
 * global name: {@code model/…}, {@code optimizer/…}) and {@code checkpoint.json} (the position).
 *
 * <p>Threading: confined to the worker's thread. Written by rank 0 alone; read by every rank.
 */
final class Checkpoints {

    /** Where the state of the run is kept from time to time. */
    static final String RUN = "checkpoints";

    /** Where the state after the best epoch is kept. */
    static final String BEST = "best";

    static final String MANIFEST = "checkpoint.json";

    private static final String STATE = "state.safetensors";
    private static final String MODEL_PREFIX = "model/";

    /**
     * A checkpoint that has been written.
     *
     * @param path in the run directory
     * @param bytes of its files
     */
    record Kept(String path, long bytes) {}

    private final ArtifactStore artifacts;
    private final String directory;
    private final int keep;

    Checkpoints(ArtifactStore artifacts, String directory, int keep) {
        this.artifacts = artifacts;
        this.directory = directory;
        this.keep = keep;
    }

    /**
     * Writes a checkpoint and deletes the oldest ones beyond those to keep.
     *
     * @return what was written; empty when this very step has been kept already
     */
    Optional<Kept> write(Model model, Strategy strategy, Position position, Job job) throws IOException {
        String name = "step-%08d".formatted(position.step());
        String path = directory + "/" + name;
        if (artifacts.list(directory).contains(name)) {
            return Optional.empty();
        }
        long bytes;
        try (PointerScope scope = new PointerScope();
                ArtifactStore.Draft draft = artifacts.begin(path)) {
            Map<String, Tensor> tensors = new TreeMap<>(strategy.save());
            NamedTensors.of(model.module()).forEach((key, tensor) -> tensors.put(MODEL_PREFIX + key, tensor));
            String digest;
            try (DigestChannel state = new DigestChannel(draft.create(STATE))) {
                Safetensors.write(state, tensors, Map.of());
                digest = state.sha256();
                bytes = state.bytes();
            }
            try (WritableByteChannel manifest = draft.create(MANIFEST)) {
                ByteBuffer text = UTF_8.encode(Json.write(CheckpointManifest.of(position, digest, job)));
                bytes += text.remaining();
                while (text.hasRemaining()) {
                    manifest.write(text);
                }
            }
            draft.commit();
        }
        prune();
        return Optional.of(new Kept(path, bytes));
    }

    /** Loads a checkpoint into model and strategy. */
    Position read(String path, Model model, Strategy strategy) throws IOException {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGrad = new NoGradGuard();
                DigestInputStream in =
                        new DigestInputStream(artifacts.open(path + "/" + STATE), DigestChannel.newSha256())) {
            CheckpointManifest manifest = manifest(path);
            Map<String, Tensor> tensors = Safetensors.read(in, path);
            requireUnaltered(path, manifest, in);
            NamedTensors.of(model.module())
                    .forEach((name, tensor) -> tensor.copy_(fitting(tensors, name, tensor, path)));
            strategy.load(tensors);
            return manifest.position();
        }
    }

    /** What stands in a checkpoint's manifest. */
    static CheckpointManifest manifest(ArtifactStore artifacts, String path) throws IOException {
        try (InputStream in = artifacts.open(path + "/" + MANIFEST)) {
            return Json.read(new String(in.readAllBytes(), UTF_8), CheckpointManifest.class);
        }
    }

    /** The newest checkpoint's path. */
    String newest() throws IOException {
        return newestFirst().get(0);
    }

    /** All checkpoints' paths. */
    List<String> newestFirst() throws IOException {
        List<String> names = new ArrayList<>(artifacts.list(directory));
        Collections.reverse(names);
        return names.stream().map(name -> directory + "/" + name).toList();
    }

    /**
     * Reads a checkpoint through without loading it.
     *
     * @return its manifest
     * @throws IOException when it is not what was written
     */
    CheckpointManifest check(String path) throws IOException {
        CheckpointManifest manifest = manifest(path);
        try (DigestInputStream in =
                new DigestInputStream(artifacts.open(path + "/" + STATE), DigestChannel.newSha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            requireUnaltered(path, manifest, in);
        }
        return manifest;
    }

    private CheckpointManifest manifest(String path) throws IOException {
        try (InputStream in = artifacts.open(path + "/" + MANIFEST)) {
            return Json.read(new String(in.readAllBytes(), UTF_8), CheckpointManifest.class);
        } catch (IllegalArgumentException torn) {
            throw new IOException(path + "/" + MANIFEST + " is torn: " + torn.getMessage(), torn);
        }
    }

    private void prune() throws IOException {
        List<String> names = artifacts.list(directory);
        for (String old : names.subList(0, Math.max(0, names.size() - keep))) {
            artifacts.delete(directory + "/" + old);
        }
    }

    private static Tensor fitting(Map<String, Tensor> tensors, String name, Tensor wanted, String path) {
        Tensor found = tensors.get(MODEL_PREFIX + name);
        if (found == null
                || !Arrays.equals(
                        found.sizes().vec().get(), wanted.sizes().vec().get())
                || ElementType.of(found) != ElementType.of(wanted)) {
            throw new UserMistake(
                    "checkpoint-mismatch",
                    new Problem(
                            path,
                            name,
                            "does not fit the job's model",
                            "Resume with the job the checkpoint was made by"));
        }
        return found;
    }

    private static void requireUnaltered(String path, CheckpointManifest manifest, DigestInputStream read)
            throws IOException {
        String sha256 = HexFormat.of().formatHex(read.getMessageDigest().digest());
        if (!sha256.equals(manifest.stateSha256())) {
            throw new IOException(path + "/" + STATE + " is not what was written: its SHA-256 is " + sha256 + ", not "
                    + manifest.stateSha256());
        }
    }
}
