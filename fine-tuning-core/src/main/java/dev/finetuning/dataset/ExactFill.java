package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills parts of given sizes, each category in proportion: large units first, each into the part that
 * still needs it most, so that single examples even out what groups left uneven.
 */
final class ExactFill {
    private final int[] stratum;
    private final int[][] needs;
    private final int[] open;
    private final double[] ratios;

    ExactFill(List<Example> examples, SplitPlan plan, int[] quotas) {
        Map<String, Integer> strata = new LinkedHashMap<>();
        this.stratum = new int[examples.size()];
        for (int i = 0; i < stratum.length; i++) {
            String category = plan.ask.category().apply(examples.get(i));
            stratum[i] = strata.computeIfAbsent(category, k -> strata.size());
        }
        int[] rows = new int[strata.size()];
        for (int s : stratum) {
            rows[s]++;
        }
        this.ratios = ratiosOf(quotas, examples.size());
        this.needs = Apportionment.of(rows, ratios, quotas);
        this.open = quotas.clone();
    }

    private static double[] ratiosOf(int[] quotas, int total) {
        double[] ratios = new double[quotas.length];
        for (int p = 0; p < ratios.length; p++) {
            ratios[p] = total == 0 ? 0 : (double) quotas[p] / total;
        }
        return ratios;
    }

    void fill(List<Splitter.Unit> units, int[] part) {
        units.sort(Comparator.comparingInt((Splitter.Unit unit) -> -unit.size()).thenComparingLong(unit -> unit.hash));
        for (Splitter.Unit unit : units) {
            int chosen = best(unit);
            Splitter.assign(unit, part, chosen);
            unit.members.forEach(member -> needs[stratum[member]][chosen]--);
            open[chosen] -= unit.size();
        }
    }

    private int best(Splitter.Unit unit) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < open.length; p++) {
            double fit = ratios[p] == 0 ? Double.NEGATIVE_INFINITY : fit(unit, p);
            if (fit > most) {
                most = fit;
                best = p;
            }
        }
        return Math.max(0, best);
    }

    /** What the part needs of the unit, less what would be too much; ties go by relative emptiness. */
    private double fit(Splitter.Unit unit, int p) {
        int wanted = 0;
        for (int member : unit.members) {
            wanted += needs[stratum[member]][p] > 0 ? 1 : 0;
        }
        int excess = Math.max(0, unit.size() - Math.max(0, open[p]));
        return wanted - 2.0 * excess + open[p] / (ratios[p] * stratum.length + 1);
    }
}
