package dev.finetuning.console.screen;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.view.CaseFilter;
import dev.finetuning.console.view.CaseView;
import dev.finetuning.console.view.Slice;
import dev.finetuning.console.work.MeasuredRun;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs measured: the verdict first, then every case with the differences word by word. */
final class EvaluationScreens {
    private static final String SECTION = "evaluations";

    private EvaluationScreens() {}

    static void serve(Screens screens) {
        screens.get(
                "/evaluations", call -> call.show("evaluations", "Evaluations", SECTION, Map.of("runs", runs(call))));
        screens.get("/evaluations/{run}", EvaluationScreens::evaluation);
        BlindScreens.serve(screens);
    }

    private static List<FineTuningRun> runs(ScreenCall call) {
        return call.workspace().training().runs(RunQuery.ALL).stream()
                .filter(run -> run.version().isPresent())
                .toList();
    }

    /** People know versions, not the provider's ids of models. */
    private static String sentence(Comparison comparison, FineTuningRun run) {
        return comparison
                .sentence()
                .replace(comparison.candidateModel(), run.version().orElse("the new model"))
                .replace(comparison.baselineModel(), "the version in production")
                .replace(comparison.metric() + ":", "similarity:");
    }

    private static void evaluation(ScreenCall call) {
        FineTuningRun run = call.workspace().training().run(call.path("run"));
        MeasuredRun measured = call.workspace()
                .evaluations()
                .of(run.id())
                .orElseThrow(() -> RefusedException.notFound("evaluation of this run yet"));
        Optional<Comparison> comparison = measured.comparison();
        CaseFilter filter = CaseFilter.of(call.query().text("show").orElse("all"));
        List<CaseView> cases =
                CaseView.of(measured).stream().filter(filter::keeps).toList();
        int from = call.query().whole("from", 1, Integer.MAX_VALUE).orElse(1);
        Slice slice = new Slice(from, Slice.ROWS, cases.size());
        Map<String, Object> values = new HashMap<>();
        values.put("run", run);
        values.put("measured", measured);
        values.put("comparison", comparison);
        values.put("sentence", comparison.map(found -> sentence(found, run)).orElse(""));
        values.put("blind", measured.champion().isPresent());
        values.put("filter", filter);
        values.put("cases", cases.stream().skip(from - 1L).limit(Slice.ROWS).toList());
        values.put("slice", slice);
        call.show(
                "evaluation",
                "Evaluation of " + run.name() + " " + run.version().orElse(""),
                SECTION,
                values);
    }
}
