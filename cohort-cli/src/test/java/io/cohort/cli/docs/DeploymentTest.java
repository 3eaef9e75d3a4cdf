package io.cohort.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.cohort.cli.DocCommands;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files for containers, as far as they can be held against rules without running any. */
class DeploymentTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path KUBERNETES = Markdown.ROOT.resolve("deploy/kubernetes/job.yaml");
    private static final Path DOCKERFILE = Markdown.ROOT.resolve("Dockerfile");

    private interface Schema {
        void validate(JsonElement object) throws IOException;
    }

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "Service", V1Service::validateJsonElement,
            "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "Job", V1Job::validateJsonElement);

    private static List<JsonNode> objects() throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(KUBERNETES.toFile())
                .readAll();
    }

    private static JsonNode job(String name) throws IOException {
        return objects().stream()
                .filter(object -> object.at("/kind").asText().equals("Job")
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> args(JsonNode job) {
        List<String> args = new ArrayList<>();
        job.at("/spec/template/spec/containers/0/args").forEach(arg -> args.add(arg.asText()));
        return args;
    }

    private static int option(List<String> args, String name) {
        return args.stream()
                .filter(arg -> arg.startsWith(name + "="))
                .mapToInt(arg -> Integer.parseInt(arg.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyObjectIsValidForKubernetes() throws IOException {
        assertThat(objects()).hasSize(4);
        for (JsonNode object : objects()) {
            SCHEMAS.get(object.at("/kind").asText()).validate(JsonParser.parseString(object.toString()));
        }
    }

    @Test
    void theSchemaWouldFindAMistypedKey() throws IOException {
        JsonElement job =
                JsonParser.parseString(job("cohort-worker").toString().replace("\"backoffLimit\"", "\"backofLimit\""));

        assertThatThrownBy(() -> V1Job.validateJsonElement(job)).hasMessageContaining("backofLimit");
    }

    @Test
    void itsCommandsAreUnderstood() throws IOException {
        assertThat(DocCommands.parses(args(job("cohort-launcher")))).isEmpty();
        assertThat(DocCommands.parses(args(job("cohort-worker")))).isEmpty();
    }

    @Test
    void itsWorkersAreAsManyAsTheLauncherWaitsFor() throws IOException {
        JsonNode worker = job("cohort-worker");
        List<String> launcher = args(job("cohort-launcher"));
        int pods = worker.at("/spec/completions").asInt();

        assertThat(worker.at("/spec/parallelism").asInt()).isEqualTo(pods);
        assertThat(pods * option(args(worker), "--workers")).isEqualTo(option(launcher, "--remote"));
        assertThat(option(launcher, "--remote")).isLessThan(option(launcher, "--workers"));
    }

    @Test
    void noPodRunsAsRootAndEachHasSharedMemory() throws IOException {
        for (String name : List.of("cohort-launcher", "cohort-worker")) {
            JsonNode pod = job(name).at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/containers/0/securityContext/allowPrivilegeEscalation")
                            .asBoolean(true))
                    .isFalse();
            assertThat(pod.at("/volumes").toString()).contains("\"emptyDir\":{\"medium\":\"Memory\"");
            assertThat(pod.at("/containers/0/volumeMounts").toString()).contains("/dev/shm");
        }
    }

    @Test
    void theImageIsBuiltInTwoStagesAndDoesNotRunAsRoot() throws IOException {
        List<String> lines = Files.readAllLines(DOCKERFILE);

        assertThat(lines)
                .filteredOn(line -> line.startsWith("FROM "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches("FROM [a-z./-]+:[0-9][a-z0-9.-]*( AS [a-z]+)?")); // a version, never latest
        String user = lines.stream()
                .filter(line -> line.startsWith("USER "))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(user).isEqualTo("USER 10001");
        for (String line : lines) {
            Stream.of(line.split("\\s+"))
                    .filter(word -> word.startsWith("deploy/"))
                    .forEach(file -> assertThat(Markdown.ROOT.resolve(file)).isExecutable());
        }
    }
}
