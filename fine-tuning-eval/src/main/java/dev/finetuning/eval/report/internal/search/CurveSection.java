package dev.finetuning.eval.report.internal.search;

import dev.finetuning.eval.report.internal.chart.Axis;
import dev.finetuning.eval.report.internal.chart.ParallelAxes;
import dev.finetuning.eval.report.internal.chart.ScatterChart;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** What the settings did: the best value so far, parallel coordinates, and the objective over each setting. */
public record CurveSection(SearchResult result) implements PageSection {
    @Override
    public String id() {
        return "settings";
    }

    @Override
    public String title() {
        return "Settings and results";
    }

    @Override
    public void write(Markup out) {
        List<Trial> measured = result.ranked();
        Axis up = Axis.of(
                measured.stream().map(trial -> trial.value().getAsDouble()).toList());
        List<String> names = varied(measured);
        parallel(out, measured, names);
        out.open("div", "class", "pair");
        bestSoFar(out, measured, up);
        for (String name : names) {
            List<ScatterChart.Dot> dots = measured.stream()
                    .map(trial -> dot(trial, setting(trial, name)))
                    .toList();
            Axis across = Axis.of(dots.stream().map(ScatterChart.Dot::x).toList());
            new ScatterChart(dots, List.of(), across, up)
                    .write(out, result.objective().name() + " by " + name, name);
        }
        out.close();
    }

    /** The settings that differ between trials. */
    private static List<String> varied(List<Trial> measured) {
        return measured.get(0).settings().values().keySet().stream()
                .filter(name -> measured.stream()
                                .map(trial -> trial.settings().values().get(name))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    private void parallel(Markup out, List<Trial> measured, List<String> names) {
        List<String> axes = new ArrayList<>(names);
        axes.add(result.objective().name());
        List<ParallelAxes.Row> rows = new ArrayList<>();
        for (int rank = 0; rank < measured.size(); rank++) {
            Trial trial = measured.get(rank);
            List<Object> values = new ArrayList<>();
            names.forEach(name -> values.add(setting(trial, name)));
            values.add(trial.value().getAsDouble());
            double weight = 1 - (double) rank / measured.size();
            rows.add(new ParallelAxes.Row(values, TrialWords.title(result, trial), weight, rank == 0));
        }
        new ParallelAxes(axes, rows)
                .write(out, "Each line is a trial; the winner stands out, better ones are stronger");
    }

    private void bestSoFar(Markup out, List<Trial> measured, Axis up) {
        List<ScatterChart.Dot> steps = new ArrayList<>();
        OptionalDouble before = OptionalDouble.empty();
        List<OptionalDouble> best = result.bestSoFar();
        for (int i = 0; i < best.size(); i++) {
            if (before.isPresent()) {
                steps.add(new ScatterChart.Dot(i, before.getAsDouble(), "", false));
            }
            if (best.get(i).isPresent()) {
                steps.add(new ScatterChart.Dot(i, best.get(i).getAsDouble(), "", false));
            }
            before = best.get(i);
        }
        List<ScatterChart.Dot> dots =
                measured.stream().map(trial -> dot(trial, trial.number())).toList();
        Axis across = Axis.of(result.trials().stream().map(Trial::number).toList());
        new ScatterChart(dots, steps, linear(across, best.size()), up).write(out, "The best so far", "trial");
    }

    private static Object setting(Trial trial, String name) {
        return Objects.requireNonNull(trial.settings().values().get(name));
    }

    private static Axis linear(Axis axis, int trials) {
        return axis.logarithmic() ? new Axis(-0.5, trials - 0.5, false, List.of()) : axis;
    }

    private ScatterChart.Dot dot(Trial trial, Object x) {
        return new ScatterChart.Dot(
                x, trial.value().getAsDouble(), TrialWords.title(result, trial), TrialWords.wins(result, trial));
    }
}
