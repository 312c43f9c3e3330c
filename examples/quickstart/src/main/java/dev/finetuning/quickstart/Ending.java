package dev.finetuning.quickstart;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.Report;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.FineTuningRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the report and says where everything is. */
final class Ending {
    private final Options options;
    private final Screen screen;

    Ending(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
    }

    void show(FineTuningRun run, Results results) {
        screen.stage("Done");
        screen.line("%s", run.note().orElse("done"));
        Path report = Workspace.folder(options)
                .resolve("reports")
                .resolve(run.id() + ".html")
                .toAbsolutePath()
                .normalize();
        write(run, results, report);
        screen.line("report      %s", report.toUri());
        screen.line("registered  %s@%s", run.name(), version(run));
        results.registry()
                .byAlias(run.name(), Alias.PRODUCTION)
                .ifPresent(version -> screen.line("production  %s", version.id()));
        results.registry()
                .view()
                .model(run.name())
                .flatMap(model -> model.previousByAlias(Alias.PRODUCTION))
                .ifPresent(before -> screen.line("roll back   --rollback %s, to %s", run.name(), before.id()));
    }

    private static void write(FineTuningRun run, Results results, Path file) {
        Report.Builder report = Report.builder(run.name() + " " + version(run))
                .dataset(results.prepared().dataset().statistics())
                .findings(results.prepared().report())
                .training(results.pipeline().events(run.job().id().orElseThrow()))
                .fact("dataset", results.prepared().dataset().fingerprint().hex())
                .fact("run", run.id())
                .fact("job", run.job().id().orElseThrow())
                .fact("model", run.modelId().orElseThrow());
        List<Evaluation> evaluations = results.measure().evaluations();
        if (!evaluations.isEmpty()) {
            report.candidate(evaluations.get(0))
                    .against(evaluations.subList(1, evaluations.size()).toArray(Evaluation[]::new));
        }
        decision(run, results).ifPresent(report::decision);
        try {
            report.build().writeHtml(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + file, e);
        }
    }

    /** The last decision about the run's version. */
    private static Optional<PromotionDecision> decision(FineTuningRun run, Results results) {
        return results.registry().history(run.name()).stream()
                .flatMap(Ending::decisionOf)
                .filter(decision -> decision.version().toString().equals(version(run)))
                .reduce((first, last) -> last);
    }

    private static String version(FineTuningRun run) {
        return run.version().orElseThrow();
    }

    private static Stream<PromotionDecision> decisionOf(RegistryEvent event) {
        if (event instanceof RegistryEvent.PromotionRefused refused) {
            return Stream.of(refused.decision());
        }
        return event instanceof RegistryEvent.AliasMoved moved ? moved.move().decision().stream() : Stream.empty();
    }
}
