package dev.finetuning.quality.internal.structure;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Passage;
import java.util.function.Consumer;

/** Weights are 0 or 1 and leave something to train on. */
public final class WeightStructure {
    private static final Flaw NOTHING_TO_TRAIN_ON = Flaw.error(
            "nothing_to_train_on",
            "Every assistant message has weight 0, so there is nothing to train on.",
            "Give at least one answer weight 1, or drop the example.");
    private static final Flaw WEIGHT_OUT_OF_RANGE = Flaw.error(
            "weight_out_of_range", "The weight is neither 0 nor 1.", "Use 1 to train on the message and 0 not to.");
    private static final Flaw WEIGHT_ON_OTHER_ROLE =
            Flaw.error("weight_on_other_role", "Only assistant messages may have a weight.", "Remove the weight.");

    private WeightStructure() {}

    public static void look(Example example, Consumer<Finding> findings) {
        for (MessageList strand : MessageList.of(example)) {
            look(strand, MessageList.origin(example), findings);
        }
    }

    private static void look(MessageList strand, Origin origin, Consumer<Finding> findings) {
        int answers = 0;
        int trained = 0;
        for (int i = 0; i < strand.messages().size(); i++) {
            Message message = strand.messages().get(i);
            if (message.role() == Role.ASSISTANT) {
                answers++;
                trained += message.weight().orElse(1) != 0 ? 1 : 0;
            }
            if (message.weight().isPresent()) {
                look(strand.at(i).at("/weight"), message.weight().getAsDouble(), origin, findings);
            }
        }
        if (strand.answers() && answers > 0 && trained == 0) {
            findings.accept(NOTHING_TO_TRAIN_ON.in(origin));
        }
    }

    private static void look(Passage place, double weight, Origin origin, Consumer<Finding> findings) {
        if (weight != 0 && weight != 1) {
            findings.accept(WEIGHT_OUT_OF_RANGE.at(origin, place));
        }
        if (!place.isBy(Role.ASSISTANT)) {
            findings.accept(WEIGHT_ON_OTHER_ROLE.at(origin, place));
        }
    }
}
