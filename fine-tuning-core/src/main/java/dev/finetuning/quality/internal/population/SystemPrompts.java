package dev.finetuning.quality.internal.population;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.internal.content.CanonicalDigest;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.internal.duplicates.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Finds system prompts that differ from the one most examples have. */
public final class SystemPrompts implements Noting.Judgement {
    private static final int REMEMBERED = 10_000;
    /** The share from which one prompt counts as the usual one. */
    private static final double USUAL = 0.5;

    private final Map<String, Use> uses = new LinkedHashMap<>();
    private final Consumer<Finding> findings;
    private long examples;

    private record Use(Origin first, long count) {}

    public SystemPrompts(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** What is noted of an example: a hash of its system prompt. */
    public static String of(Example example) {
        StringBuilder prompt = new StringBuilder();
        for (Message message : example.messages()) {
            if (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER) {
                prompt.append(message.text());
            }
        }
        return CanonicalDigest.hex(Wording.SPACING.apply(prompt.toString()));
    }

    @Override
    public void look(Noting.Note note) {
        examples++;
        String key = note.text();
        if (uses.size() < REMEMBERED || uses.containsKey(key)) {
            uses.merge(key, new Use(note.origin(), 1), (old, more) -> new Use(old.first(), old.count() + 1));
        }
    }

    @Override
    public void end() {
        long most = uses.values().stream().mapToLong(Use::count).max().orElse(0);
        if (uses.size() < 2 || most < USUAL * examples) {
            return;
        }
        uses.values().stream()
                .filter(use -> use.count() < most)
                .forEach(use -> findings.accept(Finding.of(
                        "inconsistent_system_prompt",
                        Severity.WARNING,
                        use.first(),
                        use.count() + " examples, this one first, have another system prompt than the usual one.",
                        "Train with the prompt that production will send.")));
    }
}
