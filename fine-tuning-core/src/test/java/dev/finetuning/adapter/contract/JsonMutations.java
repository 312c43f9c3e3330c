package dev.finetuning.adapter.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Answers as no provider has written them down: fields added, removed, nulled, retyped, and words changed, by a seed. */
public final class JsonMutations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random;
    private final String ended;

    /**
     * Mutations of this seed.
     *
     * @param ended the provider's word for a job that succeeded, which may come anywhere
     */
    public JsonMutations(long seed, String ended) {
        this.random = new Random(seed);
        this.ended = ended;
    }

    /** One of these. */
    public <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A copy with one to three changes. */
    public JsonNode mutated(JsonNode original) {
        JsonNode copy = original.deepCopy();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            mutate(copy);
        }
        return copy;
    }

    private void mutate(JsonNode root) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(root, objects);
        ObjectNode target = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        target.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(6) == 0) {
            target.set("unheard_of_" + random.nextInt(100), something());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
            case 0 -> target.remove(name);
            case 1 -> target.putNull(name);
            case 2 -> target.set(name, something());
            default -> target.put(name, "never_seen_" + random.nextInt(1000));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private JsonNode something() {
        ArrayNode choices = JSON.createArrayNode();
        choices.add(random.nextLong())
                .add(random.nextDouble())
                .add(-1)
                .add(true)
                .add("")
                .add("\u0000\uD83D\uDE00");
        choices.add(ended).addNull().addObject().put("id", 7);
        choices.addArray().add(1).add("x").addNull();
        choices.add(new BigInteger("9".repeat(40))).add(1e300);
        return choices.get(random.nextInt(choices.size()));
    }
}
