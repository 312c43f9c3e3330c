package dev.finetuning.console.view;

import dev.finetuning.console.work.TrainingDesk;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a run on its page.
 *
 * @param label what it does
 * @param state {@code done}, {@code now}, {@code failed}, {@code later} or {@code left to people}
 */
public record RunStepView(String label, String state) {
    private static final List<String> LABELS =
            List.of("Prepare", "Upload", "Submit", "Train", "Evaluate", "Register", "Promote");
    private static final List<RunStage> FIRST_STAGES = List.of(
            RunStage.UPLOAD, RunStage.SUBMIT, RunStage.TRAIN, RunStage.ASK, RunStage.REGISTER, RunStage.PROMOTE);

    /** What templates show of it. */
    public static List<RunStepView> of(FineTuningRun run) {
        List<RunStepView> steps = new ArrayList<>();
        int now = TrainingDesk.isPreparing(run) ? 0 : 1 + place(run.stage());
        for (int i = 0; i < LABELS.size(); i++) {
            steps.add(new RunStepView(LABELS.get(i), state(run, i, now)));
        }
        return steps;
    }

    private static int place(RunStage stage) {
        int place = 0;
        for (int i = 0; i < FIRST_STAGES.size(); i++) {
            place = stage.compareTo(FIRST_STAGES.get(i)) >= 0 ? i : place;
        }
        return place;
    }

    private static String state(FineTuningRun run, int step, int now) {
        boolean skipped = step == LABELS.size() - 1
                && run.stage() == RunStage.DONE
                && run.promoted().isEmpty();
        if (skipped) {
            return "left to people";
        }
        if (step > now) {
            return "later";
        }
        if (step < now || run.status() == RunStatus.SUCCEEDED) {
            return "done";
        }
        return run.status() == RunStatus.ACTIVE ? "now" : "failed";
    }
}
