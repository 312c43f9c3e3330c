package dev.finetuning.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;

/** Score cards as stored JSON: fields are only ever added, unknown ones are ignored. */
final class ScoreCardJson {
    private ScoreCardJson() {}

    static void write(ArrayNode array, ScoreCard card) {
        ObjectNode node = array.addObject()
                .put("metric", card.metric())
                .put("value", card.value())
                .put("direction", StoredJson.name(card.direction()))
                .put("n", card.n())
                .put("source", card.source())
                .put("measured_at", card.measuredAt().toString());
        if (card.interval() != null) {
            interval(node.putObject("interval"), card.interval());
        }
        ObjectNode slices = node.putObject("slices");
        card.slices()
                .forEach((name, slice) ->
                        slices.putObject(name).put("value", slice.value()).put("n", slice.n()));
        ArrayNode comparisons = node.putArray("comparisons");
        card.comparisons().forEach(comparison -> comparison(comparisons.addObject(), comparison));
    }

    private static void interval(ObjectNode node, Interval interval) {
        node.put("low", interval.low()).put("high", interval.high()).put("level", interval.level());
    }

    private static void comparison(ObjectNode node, PairedComparison comparison) {
        node.put("against", comparison.against())
                .put("difference", comparison.difference())
                .put("p_value", comparison.pValue())
                .put("n", comparison.n())
                .put("test", comparison.test());
        interval(node.putObject("interval"), comparison.interval());
    }

    static ScoreCard read(JsonNode node) {
        return new ScoreCard(
                StoredJson.text(node, "metric"),
                StoredJson.number(node, "value"),
                node.hasNonNull("interval") ? interval(node.get("interval")) : null,
                StoredJson.constant(Direction.class, node, "direction", Direction.HIGHER_IS_BETTER),
                (long) StoredJson.number(node, "n"),
                StoredJson.map(
                        node,
                        "slices",
                        slice -> new ScoreCard.Slice(
                                StoredJson.number(slice, "value"), (long) StoredJson.number(slice, "n"))),
                StoredJson.list(node, "comparisons", ScoreCardJson::comparison),
                StoredJson.text(node, "source"),
                StoredJson.instant(node, "measured_at"));
    }

    private static Interval interval(JsonNode node) {
        return new Interval(
                StoredJson.number(node, "low"), StoredJson.number(node, "high"), StoredJson.number(node, "level"));
    }

    private static PairedComparison comparison(JsonNode node) {
        return new PairedComparison(
                StoredJson.text(node, "against"),
                StoredJson.number(node, "difference"),
                interval(node.path("interval")),
                StoredJson.number(node, "p_value"),
                (long) StoredJson.number(node, "n"),
                StoredJson.text(node, "test"));
    }
}
