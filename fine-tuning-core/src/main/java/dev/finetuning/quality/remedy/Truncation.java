package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Forgets the oldest turns of an example until it fits. A turn begins with what the user says. */
final class Truncation {
    private final ToLongFunction<Example> tokens;
    private final long limit;
    private final Reason reason;

    Truncation(ToLongFunction<Example> tokens, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the token limit must be at least 1, not " + limit);
        }
        this.tokens = tokens;
        this.limit = limit;
        this.reason = new Reason(
                "forgot_oldest_turns", "The oldest turns were left out, so that at most " + limit + " tokens remain.");
    }

    Treatment treat(Example example) {
        if (example.messages().isEmpty() || fits(example)) {
            return Treatment.unchanged(example);
        }
        List<Integer> turns = turns(example.messages());
        int low = 1;
        int high = turns.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fits(from(example, turns.get(middle)))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < turns.size()
                ? Treatment.changed(from(example, turns.get(low)), reason)
                : Treatment.unchanged(example);
    }

    private boolean fits(Example example) {
        return tokens.applyAsLong(example) <= limit;
    }

    /** Where turns begin; two messages of the user in a row belong to one. */
    private static List<Integer> turns(List<Message> messages) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            boolean asks = messages.get(i).role() == Role.USER;
            if (asks && (i == 0 || messages.get(i - 1).role() != Role.USER)) {
                starts.add(i);
            }
        }
        return starts;
    }

    private static Example from(Example example, int start) {
        List<Message> kept = new ArrayList<>();
        List<Message> messages = example.messages();
        messages.subList(0, start).stream().filter(ConversationOrder::instructs).forEach(kept::add);
        kept.addAll(messages.subList(start, messages.size()));
        return example.withMessages(kept);
    }
}
