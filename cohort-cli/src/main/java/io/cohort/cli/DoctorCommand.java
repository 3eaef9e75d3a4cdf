package io.cohort.cli;

import io.cohort.core.doctor.DoctorCheck;
import io.cohort.core.doctor.DoctorCheck.Finding;
import io.cohort.core.doctor.DoctorCheck.Level;
import io.cohort.core.doctor.DoctorCheck.Plan;
import io.cohort.observe.Look;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort doctor}: asks every {@link DoctorCheck} there is. */
@Command(
        name = "doctor",
        description = "Looks for what would make a run fail on this machine. Exit 1 when it finds a problem.",
        footer = {"", "Example:", "  cohort doctor --workers 4"})
final class DoctorCommand implements Callable<Integer> {

    private record Answer(String check, Finding finding) {
        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("check", check);
            fields.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            fields.put("text", finding.text());
            fields.put("fix", finding.fix());
            return fields;
        }
    }

    private final Cohort cohort;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many workers this machine is to run (default: 2).")
    int workers;

    DoctorCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        List<DoctorCheck> checks = new ArrayList<>();
        ServiceLoader.load(DoctorCheck.class).forEach(checks::add);
        return report(checks);
    }

    int report(List<DoctorCheck> checks) {
        Console console = cohort.console();
        List<Answer> answers = checks.stream()
                .map(check -> new Answer(check.name(), ask(check, new Plan(workers))))
                .toList();
        List<Answer> problems = at(Level.PROBLEM, answers);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ok", problems.isEmpty());
        fields.put("problems", problems.stream().map(Answer::fields).toList());
        fields.put(
                "warnings",
                at(Level.WARNING, answers).stream().map(Answer::fields).toList());
        fields.put("checks", answers.stream().map(Answer::fields).toList());
        console.last("doctor", fields);
        console.show(lines(answers, console.look()));
        return problems.isEmpty() ? 0 : 1;
    }

    private static List<Answer> at(Level level, List<Answer> answers) {
        return answers.stream().filter(a -> a.finding().level() == level).toList();
    }

    /** A check that fails is a finding like another: what it looked at does not work. */
    private static Finding ask(DoctorCheck check, Plan plan) {
        try {
            return check.look(plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem("the look was interrupted", "Run cohort doctor again");
        } catch (Exception | LinkageError e) {
            return Finding.problem(e.toString(), "Run cohort doctor --log-level debug, and report what it says");
        }
    }

    private static List<String> lines(List<Answer> answers, Look look) {
        int width = answers.stream().mapToInt(a -> a.check().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Answer answer : answers) {
            Finding finding = answer.finding();
            String name = answer.check() + " ".repeat(width - answer.check().length());
            lines.add(label(finding.level(), look) + "  " + name + "  " + finding.text());
            if (!finding.fix().isEmpty()) {
                lines.add(" ".repeat("problem  ".length() + width + 2) + finding.fix());
            }
        }
        return lines;
    }

    private static String label(Level level, Look look) {
        return switch (level) {
            case OK -> look.paint(Look.Ink.GOOD, "ok     ");
            case WARNING -> look.paint(Look.Ink.WARNING, "warning");
            case PROBLEM -> look.paint(Look.Ink.BAD, "problem");
        };
    }
}
