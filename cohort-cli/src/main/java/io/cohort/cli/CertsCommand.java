package io.cohort.cli;

import io.cohort.cli.certs.TrialAuthority;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort certs}. */
@Command(
        name = "certs",
        description = "Makes certificates with which the hosts of a run know one another, for security.tls.",
        footer = {
            "",
            "The authority's own key is thrown away: these certificates are all there will be of it. For runs that",
            "last, take an authority that you keep; see docs/deploy.md.",
            "",
            "Example:",
            "  cohort certs --out certs --hosts 10.0.0.1,trainer.example",
            "  cohort train examples/digits.yaml --set security.tls=certs"
        })
final class CertsCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 3650;

    private final Cohort cohort;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for ca.pem, worker.pem and worker.key; every host gets a copy.")
    Path out = Path.of("");

    @Option(
            names = "--hosts",
            split = ",",
            paramLabel = "HOST",
            description = "Names and addresses at which workers join (train --listen). This host's are in it always.")
    List<String> hosts = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long they are valid (default: 30).")
    int days;

    CertsCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new UserMistake(
                    "bad-option",
                    new Problem(
                            "--days",
                            String.valueOf(days),
                            "must lie between 1 and " + MOST_DAYS,
                            "Write --days " + Math.max(1, Math.min(MOST_DAYS, days))));
        }
        TrialAuthority authority = new TrialAuthority(hosts, days);
        TlsFiles files = write(authority);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("out", out.toString());
        fields.put("hosts", authority.hosts());
        fields.put("until", authority.until().toString());
        Console console = cohort.console();
        console.last("certs", fields);
        console.show(List.of(
                files.ca() + ", " + files.cert() + " and " + files.key() + ", which is secret, are written",
                "for " + String.join(", ", authority.hosts()) + "; valid until " + authority.until(),
                "Copy the folder to every host. Then: cohort train JOB --set security.tls=" + out
                        + "; cohort join HOST:PORT --token-file F --tls " + out));
        return 0;
    }

    private TlsFiles write(TrialAuthority authority) {
        try {
            return authority.write(out);
        } catch (FileAlreadyExistsException e) {
            throw new UserMistake(
                    "file-exists",
                    new Problem(
                            "--out",
                            e.getFile(),
                            "is there already, and hosts may use it",
                            "Name another folder, or remove the old files"));
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unwritable",
                    new Problem(
                            "--out",
                            out.toString(),
                            "cannot be written: " + Reason.of(e),
                            "Name a folder that can be written"));
        }
    }
}
