package dev.finetuning.quality.profile;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.internal.StoredKinds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a dataset is made of. Its names of kinds and forms are written to files and stay what they are.
 *
 * @param messages messages by role
 * @param categories examples by category
 * @param sources examples by source
 * @param kinds examples by who made them: {@code "human"}, {@code "production"} or {@code "synthetic"}
 * @param forms examples by their form: {@code "chat"}, {@code "preference"}, {@code "rated"}, {@code
 *     "prompt"} or {@code "text"}
 */
public record DatasetComposition(
        Map<Role, Long> messages,
        SortedMap<String, Long> categories,
        SortedMap<String, Long> sources,
        SortedMap<String, Long> kinds,
        SortedMap<String, Long> forms) {
    /** Of nothing. */
    public static final DatasetComposition NONE =
            new DatasetComposition(Map.of(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /** Copies the maps. */
    public DatasetComposition {
        messages = Collections.unmodifiableMap(messages.isEmpty() ? Map.of() : new EnumMap<>(messages));
        categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        forms = Collections.unmodifiableSortedMap(new TreeMap<>(forms));
    }

    /** What a dataset is made of. */
    public static DatasetComposition of(Dataset dataset) {
        return new DatasetComposition(
                messages(dataset),
                counted(dataset, example -> example.info().category()),
                counted(dataset, example -> example.info().provenance().origin().source()),
                counted(
                        dataset,
                        example -> StoredKinds.of(example.info().provenance().kind())),
                counted(dataset, DatasetComposition::form));
    }

    static String form(Example example) {
        if (example instanceof ChatExample) {
            return "chat";
        }
        if (example instanceof PreferenceExample) {
            return "preference";
        }
        if (example instanceof RatedExample) {
            return "rated";
        }
        return example instanceof PromptExample ? "prompt" : "text";
    }

    /** The messages of an example; of a preference, the input and the better answer. */
    static List<Message> spoken(Example example) {
        if (!(example instanceof PreferenceExample pair)) {
            return example.messages();
        }
        List<Message> spoken = new ArrayList<>(pair.messages());
        spoken.addAll(pair.preferred());
        return spoken;
    }

    private static Map<Role, Long> messages(Dataset dataset) {
        Map<Role, Long> messages = new EnumMap<>(Role.class);
        for (Example example : dataset) {
            spoken(example).forEach(message -> messages.merge(message.role(), 1L, Long::sum));
        }
        return messages;
    }

    private static SortedMap<String, Long> counted(Dataset dataset, Function<Example, String> label) {
        SortedMap<String, Long> counts = new TreeMap<>();
        dataset.forEach(example -> counts.merge(label.apply(example), 1L, Long::sum));
        return counts;
    }
}
