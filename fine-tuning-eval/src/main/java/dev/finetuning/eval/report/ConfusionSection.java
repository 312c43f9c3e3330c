package dev.finetuning.eval.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Labels expected against labels given: the whole matrix as a picture, its worst parts as tables. */
record ConfusionSection(ConfusionMatrix matrix) implements Section {
    private static final int WORST = 15;
    private static final double SIDE = 600;
    private static final int NAMED = 24;

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
                matrix.labels().size() + " labels; accuracy " + Numbers.score(matrix.accuracy()) + ", macro F1 "
                        + Numbers.score(matrix.macroF1()) + ".");
        out.open("div", "class", "pair");
        picture(out);
        out.open("div");
        confusions(out);
        weakest(out);
        out.close().close();
    }

    private void picture(Markup out) {
        int n = matrix.labels().size();
        double left = n <= NAMED ? 150 : 14;
        double cell = (SIDE - left - 4) / (n + 1);
        out.open("figure").leaf("figcaption", "Expected down, given across; darker is more of the row");
        out.open("svg", "viewBox", "0 0 600 600", "role", "img", "aria-label", "Confusion matrix");
        for (int i = 0; i < n; i++) {
            if (n <= NAMED) {
                String label = matrix.labels().get(i);
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
                if (matrix.count(i, j) > 0) {
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
        double share = (double) matrix.count(row, column) / matrix.expected(row);
        String given = column < matrix.labels().size() ? matrix.labels().get(column) : ConfusionMatrix.OTHER;
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
        out.leaf("title", matrix.labels().get(row) + " → " + given + ": " + matrix.count(row, column))
                .close();
        if (matrix.labels().size() <= NAMED / 2) {
            out.leaf(
                    "text",
                    Numbers.count(matrix.count(row, column)),
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

    private void confusions(Markup out) {
        List<List<String>> rows = matrix.worst(WORST).stream()
                .map(each -> List.of(each.expected(), each.given(), Numbers.count(each.count())))
                .toList();
        if (rows.isEmpty()) {
            out.leaf("p", "No label was taken for another.");
        } else {
            Table.writeTexts(out, "Most frequent confusions", List.of("Expected", "Given", "Cases"), rows);
        }
    }

    private void weakest(Markup out) {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, matrix.labels().size())
                .boxed()
                .filter(i -> !Double.isNaN(matrix.f1(i)))
                .sorted(Comparator.comparingDouble(matrix::f1))
                .limit(WORST)
                .forEach(i -> rows.add(List.of(
                        matrix.labels().get(i),
                        Numbers.score(matrix.precision(i)),
                        Numbers.score(matrix.recall(i)),
                        Numbers.score(matrix.f1(i)),
                        Numbers.count(matrix.expected(i)))));
        Table.write(out, "Labels with the lowest F1", List.of("Label", "Precision", "Recall", "F1", "Cases"), rows);
    }
}
