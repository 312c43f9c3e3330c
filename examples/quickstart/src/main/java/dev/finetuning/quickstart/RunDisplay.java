package dev.finetuning.quickstart;

import dev.finetuning.Progress;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.run.RunStage;
import dev.finetuning.training.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Shows a run as it moves: a line per stage, and progress while it trains. */
final class RunDisplay implements LifecycleListener {
    private final Screen screen;
    private @Nullable RunStage shown;
    private @Nullable Instant trainingSince;
    private @Nullable Instant heldUpUntil;

    RunDisplay(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void onChange(FineTuningRun run) {
        showDelay(run);
        if (run.stage() == RunStage.TRAIN) {
            trainingSince = trainingSince == null ? run.updatedAt() : trainingSince;
            showTraining(run, trainingSince);
        }
        if (run.stage() != shown) {
            shown = run.stage();
            announce(run);
        }
    }

    private void showTraining(FineTuningRun run, Instant since) {
        Map<String, Double> metrics = run.job().metrics();
        Double step = metrics.get(Metrics.STEP);
        Double total = metrics.get(Metrics.TOTAL_STEPS);
        if (step != null && total != null) {
            screen.onProgress(new Progress(
                    "training",
                    "steps",
                    step.longValue(),
                    OptionalLong.of(total.longValue()),
                    Duration.between(since, run.updatedAt())));
        }
    }

    /** A run retries while its provider fails; the user may stop it. */
    private void showDelay(FineTuningRun run) {
        Instant next = run.notBefore().orElse(null);
        if (next == null || next.equals(heldUpUntil)) {
            return;
        }
        heldUpUntil = next;
        screen.line("waiting: %s", run.note().orElse("waiting"));
        screen.line(
                "trying again in %s; after Ctrl-C, the same command continues from here",
                Screen.human(Duration.between(run.updatedAt(), next)));
    }

    private void announce(FineTuningRun run) {
        switch (run.stage()) {
            case UPLOAD -> screen.line("run %s", run.id());
            case TRAIN -> screen.line("job %s", run.job().id().orElse("being looked for"));
            case ASK -> {
                String losses = losses(run.job().metrics());
                screen.line("trained%s", losses.isEmpty() ? "" : ": " + losses);
            }
            case EVALUATE -> screen.line("model %s answers", run.modelId().orElseThrow());
            case PROMOTE ->
                screen.line("registered as version %s", run.version().orElseThrow());
            default -> {}
        }
    }

    private static String losses(Map<String, Double> metrics) {
        StringBuilder text = new StringBuilder();
        for (String name :
                new String[] {Metrics.EPOCH, Metrics.TRAIN_LOSS, Metrics.VALID_LOSS, Metrics.VALID_ACCURACY}) {
            Double value = metrics.get(name);
            if (value != null) {
                text.append(text.isEmpty() ? "" : ", ").append(name).append(String.format(Locale.ROOT, " %.4g", value));
            }
        }
        return text.toString();
    }
}
