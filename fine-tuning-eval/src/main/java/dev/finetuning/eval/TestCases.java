package dev.finetuning.eval;

import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.content.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns examples into test cases and gives them their ids. */
final class TestCases {
    private static final int ID_LENGTH = 16;

    private TestCases() {}

    static TestCase of(List<Message> input, Message expected) {
        return create(new Parts(input, List.of(), Optional.of(expected), Map.of()), Map.of(), new HashMap<>());
    }

    static List<TestCase> from(Iterable<? extends Example> examples) {
        List<TestCase> cases = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Example example : examples) {
            Parts parts = parts(example);
            if (parts.input().isEmpty()) {
                throw new IllegalArgumentException("nothing to ask in the example from "
                        + example.info().provenance().origin()
                        + ": it has no message before the answer; leave it out of the test split");
            }
            cases.add(create(parts, example.info().metadata(), seen));
        }
        return List.copyOf(cases);
    }

    private static TestCase create(Parts parts, Map<String, String> metadata, Map<String, Integer> seen) {
        String hash = Sha256.hex(parts.canonical()).substring(0, ID_LENGTH);
        int copy = seen.merge(hash, 1, Integer::sum);
        String id = copy == 1 ? hash : hash + "-" + copy;
        return new TestCase(id, parts.input(), parts.tools(), parts.expected(), parts.reference(), metadata);
    }

    private static Parts parts(Example example) {
        if (example instanceof PromptExample prompt) {
            return new Parts(prompt.messages(), prompt.tools(), Optional.empty(), prompt.reference());
        }
        if (example instanceof PreferenceExample preference) {
            return new Parts(preference.messages(), preference.tools(), last(preference.preferred()), Map.of());
        }
        if (example instanceof RatedExample rated && !rated.desirable()) {
            return split(rated.messages(), rated.tools()).withoutExpected();
        }
        if (example instanceof ChatExample || example instanceof RatedExample) {
            return split(example.messages(), example.tools());
        }
        return new Parts(List.of(), List.of(), Optional.empty(), Map.of());
    }

    private static Parts split(List<Message> messages, List<Tool> tools) {
        Optional<Message> last = last(messages).filter(message -> message.role() == Role.ASSISTANT);
        if (last.isEmpty()) {
            return new Parts(messages, tools, last, Map.of());
        }
        return new Parts(messages.subList(0, messages.size() - 1), tools, last, Map.of());
    }

    private static Optional<Message> last(List<Message> messages) {
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(messages.size() - 1));
    }

    private record Parts(
            List<Message> input, List<Tool> tools, Optional<Message> expected, Map<String, Object> reference) {
        Parts withoutExpected() {
            return new Parts(input, tools, Optional.empty(), reference);
        }

        String canonical() {
            return StoredFields.canonical(input, tools, expected.orElse(null), reference);
        }
    }
}
