package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.run.internal.stored.StoredCost.Limit;
import dev.finetuning.run.internal.stored.StoredCost.RequestPrice;

/** Costs and limits as stored JSON, to the last digit: fields are only ever added, unknown ones are ignored. */
final class CostJson {
    private CostJson() {}

    static void write(ObjectNode out, StoredCost cost) {
        out.put("currency", cost.currency())
                .put("estimate", cost.estimate())
                .put("perMillion", cost.perMillion())
                .put("minimum", cost.minimum());
        RequestPrice price = cost.request();
        if (price != null) {
            out.putObject("request")
                    .put("input", price.input())
                    .put("cachedInput", price.cachedInput())
                    .put("output", price.output());
        }
        ArrayNode limits = out.putArray("limits");
        cost.limits()
                .forEach(limit ->
                        limits.addObject().put("account", limit.account()).put("amount", limit.amount()));
    }

    static StoredCost read(JsonNode in) {
        return new StoredCost(
                StoredJson.text(in, "currency"),
                StoredJson.decimal(in, "estimate"),
                StoredJson.decimalOrNull(in, "perMillion"),
                StoredJson.decimalOrNull(in, "minimum"),
                in.hasNonNull("request") ? price(in.get("request")) : null,
                StoredJson.list(
                        in,
                        "limits",
                        limit -> new Limit(StoredJson.text(limit, "account"), StoredJson.decimal(limit, "amount"))));
    }

    private static RequestPrice price(JsonNode in) {
        return new RequestPrice(
                StoredJson.decimal(in, "input"),
                StoredJson.decimal(in, "cachedInput"),
                StoredJson.decimal(in, "output"));
    }
}
