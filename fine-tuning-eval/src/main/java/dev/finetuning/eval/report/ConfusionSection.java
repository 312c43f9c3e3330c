package dev.finetuning.eval.report;

import dev.finetuning.eval.classification.Classification;
import dev.finetuning.eval.classification.LabelScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Labels expected against labels given: the whole matrix as a picture, its worst parts as tables. */
record ConfusionSection(Classification matrix, List<String> labels) implements Section {
    private static final String OTHER = "no such label";
    private static final int WORST = 15;
    private static final double SIDE = 600;
    private static final int NAMED = 24;

    ConfusionSection(Classification matrix) {
        this(matrix, List.copyOf(matrix.labels().keySet()));
    }

    @Override
    public String id() {
        return "confusion";
    }

    @Override
    public String title() {
        return "Confusion";
    }

    @Override
    public void write(Markup out) {
        out.leaf(
                "p",
                labels.size() + " labels; accuracy "
                        + Numbers.score(matrix.accuracy().value()) + ", macro F1 "
                        + Numbers.score(matrix.macro().f1()) + ".");
        out.open("div", "class", "pair");
        picture(out);
        out.open("div");
        confusions(out);
        weakest(out);
        out.close().close();
    }

    private void picture(Markup out) {
        int n = labels.size();
        double left = n <= NAMED ? 150 : 14;
        double cell = (SIDE - left - 4) / (n + 1);
        out.open("figure").leaf("figcaption", "Expected down, given across; darker is more of the row");
        out.open("svg", "viewBox", "0 0 600 600", "role", "img", "aria-label", "Confusion matrix");
        for (int i = 0; i < n; i++) {
            if (n <= NAMED) {
                String label = labels.get(i);
                out.leaf(
                        "text",
                        clipped(label),
                        "x",
                        Numbers.at(left - 6),
                        "y",
                        Numbers.at(4 + (i + 0.5) * cell + 4),
                        "text-anchor",
                        "end");
            }
            for (int j = 0; j <= n; j++) {
                if (count(i, j) > 0) {
                    cell(out, i, j, left, cell);
                }
            }
        }
        out.empty(
                "rect",
                "class",
                "frame",
                "x",
                Numbers.at(left),
                "y",
                "4",
                "width",
                Numbers.at(cell * (n + 1)),
                "height",
                Numbers.at(cell * n));
        out.close().close();
    }

    private void cell(Markup out, int row, int column, double left, double cell) {
        double share = (double) count(row, column) / scores(row).support();
        String given = column < labels.size() ? labels.get(column) : OTHER;
        out.open(
                "rect",
                "class",
                row == column ? "hit" : "miss",
                "x",
                Numbers.at(left + column * cell),
                "y",
                Numbers.at(4 + row * cell),
                "width",
                Numbers.at(cell),
                "height",
                Numbers.at(cell),
                "fill-opacity",
                String.format(java.util.Locale.ROOT, "%.2f", 0.15 + 0.85 * share));
        out.leaf("title", labels.get(row) + " → " + given + ": " + count(row, column))
                .close();
        if (labels.size() <= NAMED / 2) {
            out.leaf(
                    "text",
                    Numbers.count(count(row, column)),
                    "x",
                    Numbers.at(left + (column + 0.5) * cell),
                    "y",
                    Numbers.at(4 + (row + 0.5) * cell + 4),
                    "text-anchor",
                    "middle");
        }
    }

    private static String clipped(String label) {
        return label.codePointCount(0, label.length()) <= 20
                ? label
                : label.substring(0, label.offsetByCodePoints(0, 19)) + "…";
    }

    /** How often a label was given where another was expected; behind the last label stand other answers. */
    private long count(int expected, int given) {
        String label = labels.get(expected);
        return given < labels.size() ? matrix.count(label, labels.get(given)) : matrix.abstentions(label);
    }

    private LabelScores scores(int label) {
        return Objects.requireNonNull(matrix.labels().get(labels.get(label)));
    }

    private void confusions(Markup out) {
        List<List<String>> rows = worst().stream()
                .map(each -> List.of(each.expected(), each.given(), Numbers.count(each.count())))
                .toList();
        if (rows.isEmpty()) {
            out.leaf("p", "No label was taken for another.");
        } else {
            Table.writeTexts(out, "Most frequent confusions", List.of("Expected", "Given", "Cases"), rows);
        }
    }

    private List<Confusion> worst() {
        List<Confusion> confusions = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            for (int j = 0; j <= labels.size(); j++) {
                if (i != j && count(i, j) > 0) {
                    String given = j < labels.size() ? labels.get(j) : OTHER;
                    confusions.add(new Confusion(labels.get(i), given, count(i, j)));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        return confusions.subList(0, Math.min(WORST, confusions.size()));
    }

    private void weakest(Markup out) {
        List<List<String>> rows = matrix.labels().entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().f1()))
                .limit(WORST)
                .map(entry -> List.of(
                        entry.getKey(),
                        Numbers.score(entry.getValue().precision()),
                        Numbers.score(entry.getValue().recall()),
                        Numbers.score(entry.getValue().f1()),
                        Numbers.count(entry.getValue().support())))
                .toList();
        Table.write(out, "Labels with the lowest F1", List.of("Label", "Precision", "Recall", "F1", "Cases"), rows);
    }

    /** One label taken for another. */
    private record Confusion(String expected, String given, long count) {}
}
