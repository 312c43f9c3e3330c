package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.LostField;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of {@link Check}, kept by every check of the library. */
class OurChecksContractTest {
    private static final Example SOUND = chat("Where is my parcel?", "It is on its way to you.");

    @Test
    void everyCheck_isUnderTheContract() {
        List<String> factories = Stream.of(
                        StructureChecks.class, TextChecks.class, DuplicateChecks.class, PopulationChecks.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == Check.class)
                .map(Method::getName)
                .distinct()
                .toList();
        List<String> cases = Arrays.stream(OurChecksContractTest.class.getDeclaredClasses())
                .filter(type -> type != Ours.class)
                .map(type -> Character.toLowerCase(type.getSimpleName().charAt(0))
                        + type.getSimpleName().substring(1))
                .toList();

        assertThat(cases).containsExactlyInAnyOrderElementsOf(factories);
    }

    private static Example chat(String question, String answer) {
        return ChatExample.of(Message.user(question), Message.assistant(answer));
    }

    private static List<Example> many(int number, IntFunction<Example> example) {
        return IntStream.range(0, number).mapToObj(example).toList();
    }

    private static List<Example> and(List<Example> examples, Example... more) {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(List.of(more));
        return all;
    }

    private static Example category(Example example, String category) {
        return example.withInfo(example.info().withMetadata("category", category));
    }

    private abstract static class Ours extends CheckContractTest {
        private final Check check;
        private final List<Example> flawed;
        private final List<Example> sound;

        Ours(Check check, List<Example> flawed, List<Example> sound) {
            this.check = check;
            this.flawed = flawed;
            this.sound = sound;
        }

        @Override
        protected Check check() {
            return check;
        }

        @Override
        protected List<Example> flawed() {
            return flawed;
        }

        @Override
        protected List<Example> sound() {
            return sound;
        }
    }

    @Nested
    class Messages extends Ours {
        Messages() {
            super(
                    StructureChecks.messages(),
                    List.of(SOUND, ChatExample.of(Message.user("Is nobody there?"))),
                    List.of(ChatExample.of(
                            Message.system("Be kind."),
                            Message.user("Where is my parcel?"),
                            Message.assistant("It is on its way to you."))));
        }
    }

    @Nested
    class FieldsLeftOut extends Ours {
        FieldsLeftOut() {
            super(
                    StructureChecks.fieldsLeftOut(
                            "provider_",
                            example -> example.info().metadata().containsKey("thinking")
                                    ? List.of(new LostField("thinking", true))
                                    : List.of()),
                    List.of(SOUND, SOUND.withInfo(SOUND.info().withMetadata("thinking", "first the parcel"))),
                    List.of(SOUND));
        }
    }

    @Nested
    class Order extends Ours {
        Order() {
            super(
                    StructureChecks.order(),
                    List.of(ChatExample.of(
                            Message.user("Where is it?"), Message.system("Be kind."), Message.assistant("Here."))),
                    List.of(SOUND));
        }
    }

    @Nested
    class Tools extends Ours {
        Tools() {
            super(
                    StructureChecks.tools(),
                    List.of(ChatExample.of(
                            Message.user("Where is it?"),
                            Message.assistant(List.of(ToolCall.of("c1", "find", "no JSON at all"))),
                            Message.assistant("There."))),
                    List.of(SOUND));
        }
    }

    @Nested
    class Weights extends Ours {
        Weights() {
            super(
                    StructureChecks.weights(),
                    List.of(ChatExample.of(
                            Message.user("Where is it?"),
                            Message.assistant("There.").withWeight(0.5))),
                    List.of(SOUND));
        }
    }

    @Nested
    class Images extends Ours {
        Images() {
            super(
                    StructureChecks.images(1, 1_000),
                    List.of(ChatExample.of(
                            Message.user("")
                                    .withContent(Content.of(List.of(
                                            Content.Part.imageUrl("https://example.com/a.png"),
                                            Content.Part.imageUrl("ftp://example.com/b.png")))),
                            Message.assistant("A cat."))),
                    List.of(SOUND));
        }
    }

    @Nested
    class Placeholders extends Ours {
        Placeholders() {
            super(
                    TextChecks.placeholders(),
                    List.of(SOUND, chat("Who am I to you?", "Dear {{customer_name}}, a customer.")),
                    List.of(SOUND));
        }
    }

    @Nested
    class Secrets extends Ours {
        Secrets() {
            // assembled here, so that scanners of this repository do not stumble over it
            super(
                    TextChecks.secrets(),
                    List.of(chat("Use AKIA" + "IOSFODNN7EXAMPLE for it.", "I will.")),
                    List.of(SOUND));
        }
    }

    @Nested
    class Refusals extends Ours {
        Refusals() {
            super(
                    TextChecks.refusals(),
                    List.of(chat("Help me, please.", "I\u2019m sorry, but I can\u2019t help with that.")),
                    List.of(SOUND));
        }
    }

    @Nested
    class Exact extends Ours {
        Exact() {
            super(DuplicateChecks.exact(), List.of(SOUND, SOUND), List.of(SOUND, chat("And mine?", "That one too.")));
        }
    }

    @Nested
    class Normalised extends Ours {
        Normalised() {
            super(
                    DuplicateChecks.normalised(),
                    List.of(SOUND, chat("where is  my parcel?", "it is on its way to you.")),
                    List.of(SOUND, chat("And mine?", "That one too.")));
        }
    }

    @Nested
    class LeakedFrom extends Ours {
        LeakedFrom() {
            super(
                    DuplicateChecks.leakedFrom(List.of(chat("Is this in the test set?", "Yes, it is in there."))),
                    List.of(SOUND, chat("Is this in the test set?", "Yes, it is in there.")),
                    List.of(SOUND));
        }
    }

    @Nested
    class Size extends Ours {
        Size() {
            super(PopulationChecks.size(), List.of(SOUND), many(100, i -> chat("question " + i, "answer " + i)));
        }
    }

    @Nested
    class TokenLimit extends Ours {
        TokenLimit() {
            super(
                    PopulationChecks.tokenLimit(
                            example -> example.messages().stream()
                                    .mapToLong(message -> message.text().length())
                                    .sum(),
                            60),
                    List.of(SOUND, chat("Say it at length, please.", "That will take a while, and then another.")),
                    List.of(SOUND));
        }
    }

    @Nested
    class Writing extends Ours {
        Writing() {
            super(
                    PopulationChecks.writing(),
                    and(
                            Writing.english(),
                            chat(
                                    "\u0413\u0434\u0435 \u043c\u043e\u0439 \u0437\u0430\u043a\u0430\u0437?",
                                    "\u0412\u0430\u0448 \u0437\u0430\u043a\u0430\u0437 \u0432 \u043f\u0443\u0442\u0438.")),
                    Writing.english());
        }

        private static List<Example> english() {
            return many(
                    30,
                    i -> chat(
                            "What is the status of my order number " + i + " and when will it arrive?",
                            "It is on the way to you and should be there in two days."));
        }
    }

    @Nested
    class Contradictions extends Ours {
        Contradictions() {
            super(
                    PopulationChecks.contradictions(),
                    List.of(SOUND, chat("Where is my parcel?", "Nobody has any idea where it is.")),
                    List.of(SOUND, chat("And mine?", "That one too.")));
        }
    }

    @Nested
    class SystemPrompts extends Ours {
        SystemPrompts() {
            super(PopulationChecks.systemPrompts(), and(SystemPrompts.kind(), asked("Be rude to everybody.")), kind());
        }

        private static List<Example> kind() {
            return many(8, i -> asked("Be kind to everybody."));
        }

        private static Example asked(String instruction) {
            return ChatExample.of(Message.system(instruction), Message.user("q"), Message.assistant("a"));
        }
    }

    @Nested
    class CategoryBalance extends Ours {
        CategoryBalance() {
            super(
                    PopulationChecks.categoryBalance(10),
                    and(CategoryBalance.common(), category(SOUND, "rare")),
                    CategoryBalance.common());
        }

        private static List<Example> common() {
            return many(40, i -> category(chat("question " + i, "answer"), "common"));
        }
    }

    @Nested
    class LengthOutliers extends Ours {
        LengthOutliers() {
            super(
                    PopulationChecks.lengthOutliers(20),
                    and(LengthOutliers.usual(), chat("x".repeat(10_000), "answer")),
                    LengthOutliers.usual());
        }

        private static List<Example> usual() {
            return many(40, i -> chat("question " + i, "answer"));
        }
    }

    @Nested
    class Feedback extends Ours {
        Feedback() {
            super(PopulationChecks.feedback("score", 3), List.of(scored("2")), List.of(scored("3.5"), SOUND));
        }

        private static Example scored(String score) {
            return SOUND.withInfo(SOUND.info().withMetadata("score", score));
        }
    }
}
