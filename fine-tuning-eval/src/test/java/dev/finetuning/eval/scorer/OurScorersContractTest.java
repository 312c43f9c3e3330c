package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.classification.LabelSetMatch;
import dev.finetuning.eval.scorer.distance.TextUnit;
import dev.finetuning.eval.scorer.judge.EmbeddingSimilarity;
import dev.finetuning.eval.scorer.judge.ModelGraded;
import dev.finetuning.eval.scorer.judge.PairwiseJudge;
import dev.finetuning.eval.scorer.overlap.Bleu;
import dev.finetuning.eval.scorer.overlap.ChrF;
import dev.finetuning.eval.scorer.overlap.Rouge;
import dev.finetuning.eval.scorer.overlap.TokenF1;
import dev.finetuning.eval.scorer.structure.JsonDiff;
import dev.finetuning.eval.scorer.structure.ToolCallMatch;
import dev.finetuning.eval.scorer.structure.ValidJson;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every scorer of the library under the contract; one without a case here is named by the first test. */
class OurScorersContractTest {
    private static final ScoreInput LATE = ScoreInput.of("Where?", "The parcel is late.", "The parcel is late.");
    private static final ScoreInput LOST = ScoreInput.of("Where?", "Lost", "The parcel is late.");

    @Test
    void everyScorer_isUnderTheContract() {
        Set<String> scorers = new ClassFileImporter()
                .importUrl(Scorer.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                        .filter(type -> type.isAssignableTo(Scorer.class) && !type.isInterface())
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> cases = Arrays.stream(OurScorersContractTest.class.getDeclaredClasses())
                .map(Class::getSimpleName)
                .filter(name -> !name.equals("OfTexts"))
                .map(name -> name.replaceAll("(Of|By)[A-Z].*|Case$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(scorers).hasSizeGreaterThan(15);
        assertThat(cases).isEqualTo(scorers);
    }

    /** A scorer that is content with the same text and less so with another one. */
    abstract static class OfTexts extends ScorerContractTest {
        @Override
        protected ScoreInput best() {
            return LATE;
        }

        @Override
        protected ScoreInput worse() {
            return LOST;
        }
    }

    @Nested
    class ExactMatchCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new ExactMatch();
        }
    }

    @Nested
    class ExactMatchOfFoldedText extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new ExactMatch(TextNormalisation.NONE
                    .compatible()
                    .trimmed()
                    .caseFolded()
                    .whitespaceCollapsed()
                    .withoutPunctuation());
        }
    }

    @Nested
    class ContainsCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new Contains();
        }
    }

    @Nested
    class LevenshteinCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new Levenshtein();
        }
    }

    @Nested
    class LevenshteinOfGraphemes extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new Levenshtein(TextUnit.GRAPHEME, TextNormalisation.NONE.composed(), 0.8);
        }
    }

    @Nested
    class LenientMatchCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new LenientMatch();
        }
    }

    @Nested
    class BleuCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new Bleu();
        }
    }

    @Nested
    class ChrFCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new ChrF();
        }
    }

    @Nested
    class RougeOfRuns extends OfTexts {
        @Override
        protected Scorer scorer() {
            return Rouge.ofRuns(2);
        }
    }

    @Nested
    class RougeOfSubsequence extends OfTexts {
        @Override
        protected Scorer scorer() {
            return Rouge.ofSubsequence().withUnicodeWords();
        }
    }

    @Nested
    class TokenF1Case extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new TokenF1();
        }
    }

    @Nested
    class JsonDiffCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new JsonDiff();
        }
    }

    @Nested
    class CombinedScorerByMean extends OfTexts {
        @Override
        protected Scorer scorer() {
            return CombinedScorer.weighted("mean", Map.of(new ExactMatch(), 1.0, new Levenshtein(), 2.0), 0.8);
        }
    }

    @Nested
    class CombinedScorerByAll extends OfTexts {
        @Override
        protected Scorer scorer() {
            return CombinedScorer.allOf("all", List.of(new ExactMatch(), new TokenF1()));
        }
    }

    @Nested
    class EmbeddingSimilarityCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new EmbeddingSimilarity(text -> new float[] {text.length(), 1}, 0.9999, 0.5);
        }
    }

    @Nested
    class ModelGradedCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return ModelGraded.factuality(judge());
        }
    }

    @Nested
    class PairwiseJudgeCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new PairwiseJudge(comparing(), "the one that says the parcel is late");
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("Where?", "The parcel is late.", "Lost");
        }
    }

    @Nested
    class NumericDiffCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new NumericDiff();
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("3", "3.0");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("4", "3");
        }
    }

    @Nested
    class ChoiceExtractionCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new ChoiceExtraction(List.of("yes", "no"));
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("The answer is yes.", "yes");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("no", "yes");
        }
    }

    @Nested
    class LabelSetMatchCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return LabelSetMatch.exactly(List.of("yes", "no"));
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("no, yes", "yes, no");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("no", "yes");
        }
    }

    @Nested
    class LabelSetMatchByF1 extends OfTexts {
        @Override
        protected Scorer scorer() {
            return LabelSetMatch.byF1(List.of("yes", "no"), 0.5);
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("no, yes", "yes, no");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("no", "yes, no");
        }
    }

    @Nested
    class RegexMatchCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return RegexMatch.finding("[0-9]+");
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("12");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("x");
        }

        @Override
        protected boolean comparesTexts() {
            return false;
        }
    }

    @Nested
    class ValidJsonCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return ValidJson.complyingWith(Map.of("type", "object"));
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("{}");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("[]");
        }

        @Override
        protected boolean comparesTexts() {
            return false;
        }
    }

    @Nested
    class ToolCallMatchCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return ToolCallMatch.ofCalls();
        }

        @Override
        protected ScoreInput best() {
            return calling("refund", "refund");
        }

        @Override
        protected ScoreInput worse() {
            return calling("delete", "refund");
        }

        @Override
        protected boolean comparesTexts() {
            return false;
        }
    }

    @Nested
    class HumanScoreCase extends OfTexts {
        @Override
        protected Scorer scorer() {
            return new HumanScore(ScoreInput::outputText, Map.of("good", 1.0, "bad", 0.2), 0.5);
        }

        @Override
        protected ScoreInput best() {
            return ScoreInput.of("good");
        }

        @Override
        protected ScoreInput worse() {
            return ScoreInput.of("bad");
        }

        @Override
        protected boolean comparesTexts() {
            return false;
        }
    }

    private static ScoreInput calling(String called, String expected) {
        return ScoreInput.of("")
                .withOutput(Message.assistant(List.of(ToolCall.of("1", called, "{}"))))
                .withExpected(Message.assistant(List.of(ToolCall.of("2", expected, "{}"))));
    }

    /** Agrees where the answer's material holds the same text twice. */
    private static ChatModel judge() {
        return ScriptedChatModel.answering(
                "judge",
                request -> request.messages().get(1).text().contains("\"answer\":\"Lost\"")
                        ? "{\"verdict\": \"DISAGREES\"}"
                        : "{\"verdict\": \"AGREES\"}");
    }

    /** Prefers the side that is not lost, and the first of two that are not; so that equal texts win and lose. */
    private static ChatModel comparing() {
        return ScriptedChatModel.answering("judge", request -> {
            String material = request.messages().get(1).text();
            if (material.contains("\"first\":\"Lost\"")) {
                return "SECOND";
            }
            return material.contains("\"second\":\"Lost\"") ? "FIRST" : "TIE";
        });
    }
}
