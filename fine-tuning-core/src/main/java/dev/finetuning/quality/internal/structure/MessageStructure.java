package dev.finetuning.quality.internal.structure;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Messages are there and complete. */
public final class MessageStructure {
    private static final Flaw BLANK_TEXT = Flaw.error("empty_content", "The text is blank.", "Drop the example.");
    private static final Flaw MISSING_MESSAGES_LIST =
            Flaw.error("missing_messages_list", "There are no messages.", "Add the conversation or drop the example.");
    private static final Flaw LAST_MESSAGE_NOT_USER = Flaw.error(
            "last_message_not_user",
            "The prompt ends with the assistant.",
            "End the prompt with the message to answer.");
    private static final Flaw MISSING_SYSTEM_MESSAGE = Flaw.info(
            "missing_system_message",
            "There is no system message.",
            "Add the system message that will be sent in production, if there is one.");
    private static final Flaw MISSING_USER_MESSAGE =
            Flaw.warning("missing_user_message", "There is no user message.", "Add what the user asks.");
    private static final Flaw TOO_FEW_MESSAGES = Flaw.error(
            "too_few_messages",
            "There is a single message; an example needs at least a question and an answer.",
            "Complete the conversation or drop the example.");
    private static final Flaw MISSING_ASSISTANT_MESSAGE = Flaw.error(
            "example_missing_assistant_message",
            "No message comes from the assistant, so there is nothing to learn.",
            "Add the answer the model should give.");

    private static final Flaw IDENTICAL_PREFERENCE = Flaw.error(
            "identical_preference",
            "The preferred and the rejected answer are the same, so there is nothing to learn.",
            "Give two answers of which one is better, or drop the example.");
    private static final Flaw UNRECOGNIZED_PART = Flaw.error(
            "unrecognized_content_part",
            "The type of a content part is none that chat providers know.",
            "Use a type such as text or image_url.");
    private static final Flaw NAME_INVALID = Flaw.warning(
            "message_name_invalid",
            "The name is empty, longer than 64 characters or has spaces, which some providers refuse.",
            "Use letters, digits, underscores and dashes, or leave the name out.");

    private static final int LONGEST_NAME = 64;
    /** What providers and trainers call the parts of a content. */
    private static final Set<String> PARTS = Set.of(
            ("text image_url image input_text input_image input_audio output_text audio audio_url video video_url file"
                            + " document document_url refusal thinking reasoning reference")
                    .split(" ", -1));

    private MessageStructure() {}

    public static void look(Example example, Consumer<Finding> findings) {
        Origin origin = MessageList.origin(example);
        if (example instanceof TextExample text && text.text().isBlank()) {
            findings.accept(BLANK_TEXT.at(origin, "/text"));
        }
        if (example instanceof PreferenceExample pair
                && !pair.preferred().isEmpty()
                && pair.preferred().equals(pair.rejected())) {
            findings.accept(IDENTICAL_PREFERENCE.at(origin, MessageList.REJECTED));
        }
        for (MessageList strand : MessageList.of(example)) {
            look(strand, origin, findings);
        }
    }

    private static void look(MessageList strand, Origin origin, Consumer<Finding> findings) {
        List<Message> messages = strand.messages();
        if (messages.isEmpty()) {
            findings.accept(MISSING_MESSAGES_LIST.at(origin, strand.pointer()));
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            content(strand, i, origin, findings);
            name(strand, i, origin, findings);
        }
        if (strand.asks()) {
            asked(strand, origin, findings);
        }
        if (strand.answers()) {
            answered(strand, origin, findings);
        } else if (strand.last().role() == Role.ASSISTANT) {
            findings.accept(LAST_MESSAGE_NOT_USER.at(origin, strand.at(messages.size() - 1)));
        }
    }

    private static void content(MessageList strand, int index, Origin origin, Consumer<Finding> findings) {
        Message message = strand.messages().get(index);
        boolean calls = !message.toolCalls().isEmpty();
        Passage place = strand.at(index).at("/content");
        String speaker = message.role().wireName();
        Content content = message.content().orElse(null);
        if (content == null && !calls) {
            Flaw missing = Flaw.error(
                    "missing_content",
                    "The " + speaker + " message has neither content nor tool calls.",
                    "Fill in the content or drop the message.");
            findings.accept(missing.at(origin, place));
        } else if (content != null && !calls && blank(content)) {
            Flaw empty = new Flaw(
                    "empty_content",
                    message.role() == Role.TOOL ? Severity.WARNING : Severity.ERROR,
                    "The content of the " + speaker + " message is empty or blank.",
                    "Fill in the content or drop the example.");
            findings.accept(empty.at(origin, place));
        }
        if (content instanceof Content.Parts parts) {
            parts(parts.parts(), place, origin, findings);
        }
    }

    private static void name(MessageList strand, int index, Origin origin, Consumer<Finding> findings) {
        String name = strand.messages().get(index).name().orElse(null);
        if (name != null
                && (name.isEmpty()
                        || name.length() > LONGEST_NAME
                        || name.chars().anyMatch(Character::isWhitespace))) {
            findings.accept(NAME_INVALID.at(origin, strand.at(index).at("/name")));
        }
    }

    private static void parts(List<Content.Part> parts, Passage place, Origin origin, Consumer<Finding> findings) {
        for (int i = 0; i < parts.size(); i++) {
            if (!PARTS.contains(parts.get(i).type())) {
                findings.accept(UNRECOGNIZED_PART.at(origin, place.at("/" + i + "/type")));
            }
        }
    }

    private static boolean blank(Content content) {
        return content instanceof Content.Parts parts
                ? parts.parts().stream().allMatch(MessageStructure::blank)
                : content.text().isBlank();
    }

    private static boolean blank(Content.Part part) {
        return part.type().equals("text") && (!(part.fields().get("text") instanceof String text) || text.isBlank());
    }

    private static void asked(MessageList strand, Origin origin, Consumer<Finding> findings) {
        boolean system = has(strand, Role.SYSTEM) || has(strand, Role.DEVELOPER);
        if (!system) {
            findings.accept(MISSING_SYSTEM_MESSAGE.in(origin));
        }
        if (!has(strand, Role.USER)) {
            findings.accept(MISSING_USER_MESSAGE.in(origin));
        }
    }

    private static void answered(MessageList strand, Origin origin, Consumer<Finding> findings) {
        List<Message> messages = strand.messages();
        if (strand.asks() && messages.size() < 2) {
            findings.accept(TOO_FEW_MESSAGES.in(origin));
        }
        if (!has(strand, Role.ASSISTANT)) {
            findings.accept(MISSING_ASSISTANT_MESSAGE.at(origin, strand.pointer()));
        }
        if (strand.last().role() != Role.ASSISTANT) {
            findings.accept(Flaw.error(
                            "last_message_not_assistant",
                            "The last message comes from the "
                                    + strand.last().role().wireName() + ", not from the assistant.",
                            "Add the answer, or cut the conversation after the last one.")
                    .at(origin, strand.at(messages.size() - 1)));
        }
    }

    private static boolean has(MessageList strand, Role role) {
        for (Message message : strand.messages()) {
            if (message.role() == role) {
                return true;
            }
        }
        return false;
    }
}
