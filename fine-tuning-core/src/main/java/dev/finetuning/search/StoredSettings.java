package dev.finetuning.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.search.SearchSpace.Choice;
import dev.finetuning.search.SearchSpace.Parameter;
import dev.finetuning.search.SearchSpace.Range;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings in the journal. What comes back is equal to what went in, which JSON's numbers alone are not. */
final class StoredSettings {
    private StoredSettings() {}

    static void write(ObjectNode body, Settings settings) {
        StoredJson.putFree(body, "settings", settings.values());
    }

    static Settings read(JsonNode body, SearchSpace space) {
        Map<String, JsonNode> stored = StoredJson.map(body, "settings", node -> node);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            JsonNode node = stored.get(parameter.name());
            if (node == null) {
                throw new IllegalArgumentException("stored settings lack " + parameter.name());
            }
            values.put(
                    parameter.name(),
                    parameter instanceof Range range ? number(range, node) : chosen((Choice) parameter, node));
        }
        return new Settings(values);
    }

    private static Object number(Range range, JsonNode node) {
        return range.whole() ? (Object) node.longValue() : (Object) node.doubleValue();
    }

    private static Object chosen(Choice choice, JsonNode node) {
        return choice.values().stream()
                .filter(value -> same(value, node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a stored value of " + choice.name() + " is none of " + choice.values()));
    }

    private static boolean same(Object value, JsonNode node) {
        if (value instanceof Number number) {
            return node.isNumber() && new BigDecimal(number.toString()).compareTo(node.decimalValue()) == 0;
        }
        return value instanceof Boolean
                ? node.isBoolean() && value.equals(node.booleanValue())
                : value.equals(node.textValue());
    }
}
