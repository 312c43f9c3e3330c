package dev.finetuning.quality.internal.structure;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.MessageList;
import java.util.List;
import java.util.function.Consumer;

/** Roles come in an order that makes sense. */
public final class RoleOrder {
    private static final Flaw MISPLACED_SYSTEM_MESSAGE = Flaw.warning(
            "misplaced_system_message",
            "A system message comes after the start of the conversation.",
            "Move it to the front.");

    private RoleOrder() {}

    public static void look(Example example, Consumer<Finding> findings) {
        for (MessageList strand : MessageList.of(example)) {
            if (strand.asks()) {
                look(strand, MessageList.origin(example), findings);
            }
        }
    }

    private static void look(MessageList strand, Origin origin, Consumer<Finding> findings) {
        List<Message> messages = strand.messages();
        Role previous = null;
        for (int i = 0; i < messages.size(); i++) {
            Role role = messages.get(i).role();
            if (instructs(role)) {
                if (previous != null) {
                    findings.accept(MISPLACED_SYSTEM_MESSAGE.at(origin, strand.at(i)));
                }
                continue;
            }
            if (previous == null && role != Role.USER) {
                findings.accept(Flaw.warning(
                                "first_message_not_user",
                                "The conversation begins with the " + role.wireName() + ".",
                                "Begin with the user's message.")
                        .at(origin, strand.at(i)));
            } else if (role == previous && role != Role.TOOL) {
                findings.accept(Flaw.info(
                                "roles_not_alternating",
                                "Two messages in a row come from the " + role.wireName() + ".",
                                "Merge them if the provider requires alternating roles.")
                        .at(origin, strand.at(i)));
            }
            previous = role;
        }
    }

    private static boolean instructs(Role role) {
        return role == Role.SYSTEM || role == Role.DEVELOPER;
    }
}
