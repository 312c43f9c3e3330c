package dev.finetuning.registry.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.util.List;
import java.util.Optional;

/**
 * Score cards as stored JSON: fields are only ever added, unknown ones are ignored. Runs of version 0.1.0
 * stored some of the names in camel case, and directions in upper case; both are read.
 */
public final class ScoreCardJson {
    private ScoreCardJson() {}

    /** Puts cards into an array. */
    public static void write(ArrayNode array, List<ScoreCard> cards) {
        cards.forEach(card -> write(array.addObject(), card));
    }

    private static void write(ObjectNode node, ScoreCard card) {
        node.put("metric", card.metric())
                .put("value", card.value())
                .put("direction", StoredDirections.of(card.direction()))
                .put("n", card.n())
                .put("source", card.source())
                .put("measured_at", card.measuredAt().toString());
        if (card.absent() > 0) {
            node.put("absent", card.absent());
        }
        card.judge().ifPresent(judge -> node.put("judge", judge));
        card.calibration().ifPresent(calibration -> CalibrationJson.write(node.putObject("calibration"), calibration));
        card.interval().ifPresent(interval -> IntervalJson.write(node.putObject("interval"), interval));
        ObjectNode slices = node.putObject("slices");
        card.slices()
                .forEach((name, slice) ->
                        slices.putObject(name).put("value", slice.value()).put("n", slice.n()));
        ArrayNode comparisons = node.putArray("comparisons");
        card.comparisons().forEach(comparison -> comparison(comparisons.addObject(), comparison));
    }

    private static void comparison(ObjectNode node, PairedComparison comparison) {
        node.put("against", comparison.against())
                .put("difference", comparison.difference())
                .put("p_value", comparison.pValue())
                .put("n", comparison.n())
                .put("test", comparison.test());
        IntervalJson.write(node.putObject("interval"), comparison.interval());
    }

    /**
     * The cards in a field's array. A card whose direction a later version added is left out: read with another
     * direction, it would tell a gate the opposite.
     */
    public static List<ScoreCard> read(JsonNode node, String field) {
        return StoredJson.list(node, field, ScoreCardJson::read).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ScoreCard> read(JsonNode node) {
        return StoredDirections.find(StoredJson.text(node, "direction")).map(direction -> read(node, direction));
    }

    private static ScoreCard read(JsonNode node, Direction direction) {
        ScoreCard card = ScoreCard.of(
                        StoredJson.text(node, "metric"),
                        StoredJson.number(node, "value"),
                        direction,
                        (long) StoredJson.number(node, "n"),
                        StoredJson.instant(node, either(node, "measured_at", "measuredAt")))
                .withSource(StoredJson.text(node, "source"))
                .withAbsent(node.hasNonNull("absent") ? StoredJson.whole(node, "absent") : 0)
                .withSlices(StoredJson.map(
                        node,
                        "slices",
                        slice -> new ScoreCard.Slice(
                                StoredJson.number(slice, "value"), (long) StoredJson.number(slice, "n"))))
                .withComparisons(StoredJson.list(node, "comparisons", ScoreCardJson::comparison));
        return judged(
                node, node.hasNonNull("interval") ? card.withInterval(IntervalJson.read(node.get("interval"))) : card);
    }

    private static ScoreCard judged(JsonNode node, ScoreCard card) {
        ScoreCard judged = node.hasNonNull("judge") ? card.withJudge(StoredJson.text(node, "judge")) : card;
        return node.hasNonNull("calibration")
                ? CalibrationJson.read(node.get("calibration"))
                        .map(judged::withCalibration)
                        .orElse(judged)
                : judged;
    }

    private static String either(JsonNode node, String name, String earlierName) {
        return node.has(name) ? name : earlierName;
    }

    private static PairedComparison comparison(JsonNode node) {
        return new PairedComparison(
                StoredJson.text(node, "against"),
                StoredJson.number(node, "difference"),
                IntervalJson.read(node.path("interval")),
                StoredJson.number(node, either(node, "p_value", "pValue")),
                (long) StoredJson.number(node, "n"),
                StoredJson.text(node, "test"));
    }
}
