package dev.finetuning.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Provenance;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.review.ReviewItem.Status;
import dev.finetuning.testing.ManualTime;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewQueueTest {
    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ReviewQueue queue = ReviewQueue.of("support", journal).clock(time);

    private static Example example(String question, String answer) {
        return new ChatExample(
                List.of(Message.user(question), Message.assistant(answer)),
                List.of(),
                new ExampleInfo(Map.of("model", "support 1.0.3"), ExampleInfo.NONE.provenance()));
    }

    @Test
    void decide_oneReviewer_settlesItWithWhoAndWhy() {
        String good = queue.submit(example("Where?", "There."));
        String bad = queue.submit(example("When?", "Never."));
        assertThat(queue.submit(example("When?", "Never."))).as("again").isEqualTo(bad);

        queue.decide(good, "anna", Verdict.ACCEPT, "");
        queue.decide(bad, "anna", Verdict.REJECT, "rude");
        queue.decide(bad, "ben", Verdict.ACCEPT, "too late");

        assertThat(queue.items()).extracting(ReviewItem::status).containsExactly(Status.ACCEPTED, Status.REJECTED);
        ReviewItem rejected = ReviewQueue.of("support", journal).item(bad);
        assertThat(rejected.decisions())
                .containsExactly(new ReviewDecision("anna", Verdict.REJECT, "rude", time.instant()));
        assertThat(rejected.toString()).doesNotContain("When");
        assertThat(queue.accepted()).singleElement().satisfies(accepted -> {
            assertThat(accepted.messages().get(1).text()).isEqualTo("There.");
            assertThat(accepted.info().metadata()).containsEntry("model", "support 1.0.3");
            assertThat(accepted.info().validation().orElseThrow().by()).isEqualTo("anna");
        });
    }

    @Test
    void decide_twoMustAgree_asksAThirdWhereTheyDoNot() {
        ReviewQueue two = queue.reviewers(2);
        String id = two.submit(example("Where?", "There."));

        assertThat(two.decide(id, "anna", Verdict.ACCEPT, "").status()).isEqualTo(Status.OPEN);
        assertThat(two.decide(id, "anna", Verdict.ACCEPT, "again").status())
                .as("a person counts once")
                .isEqualTo(Status.OPEN);
        assertThat(two.decide(id, "ben", Verdict.REJECT, "wrong").status()).isEqualTo(Status.OPEN);
        assertThat(two.next("anna", 10)).isEmpty();
        assertThat(two.next("cora", 10)).hasSize(1);
        assertThat(two.decide(id, "cora", Verdict.ACCEPT, "").status()).isEqualTo(Status.ACCEPTED);
        assertThat(two.accepted())
                .singleElement()
                .satisfies(accepted -> assertThat(
                                accepted.info().validation().orElseThrow().by())
                        .isEqualTo("anna, cora"));
    }

    @Test
    void next_isBlind_andFirstWhatOthersHaveBegun() {
        ReviewQueue two = queue.reviewers(2);
        two.submit(example("first", "a"));
        String begun = two.submit(example("second", "b"));
        two.decide(begun, "anna", Verdict.ACCEPT, "");

        List<ReviewItem> next = two.next("ben", 10);

        assertThat(next).hasSize(2);
        assertThat(next.get(0).id()).isEqualTo(begun);
        assertThat(next).allSatisfy(item -> {
            assertThat(item.decisions()).isEmpty();
            assertThat(item.example().info().metadata()).isEmpty();
            assertThat(item.example().info().provenance())
                    .isEqualTo(Provenance.human(dev.finetuning.example.Origin.CODE));
        });
        assertThat(two.next("ben", 1)).hasSize(1);
    }

    @Test
    void correct_makesAnotherItem() {
        String id = queue.submit(example("Where?", "Their."));

        ReviewItem corrected = queue.correct(id, "anna", "There.", "spelling");

        assertThat(corrected.status()).isEqualTo(Status.ACCEPTED);
        assertThat(queue.item(id).status()).isEqualTo(Status.REJECTED);
        assertThat(queue.accepted())
                .singleElement()
                .satisfies(accepted ->
                        assertThat(accepted.messages().get(1).text()).isEqualTo("There."));
        ReviewQueue two = ReviewQueue.of("other", journal).reviewers(2);
        assertThat(two.correct(two.submit(example("Where?", "Their.")), "anna", "There.", "")
                        .status())
                .as("others have to see it too")
                .isEqualTo(Status.OPEN);
    }

    @Test
    void decide_whatCannotBe_isRefused() {
        String id = queue.submit(example("Where?", "There."));

        assertThatIllegalArgumentException().isThrownBy(() -> queue.decide("none", "anna", Verdict.ACCEPT, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.decide(id, "anna", Verdict.REJECT, " "));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.decide(id, " ", Verdict.ACCEPT, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        queue.correct(queue.submit(ChatExample.of(Message.user("no answer"))), "anna", "There.", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> ReviewQueue.of(" ", journal));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.reviewers(0));
    }

    @Test
    void sheet_thereAndBack_decidesWhatIsFilledIn() throws IOException {
        String formula = queue.submit(example("=SUM(A1)", "+1, \"quoted\"\nnext line"));
        String wrong = queue.submit(example("Where?", "Their."));
        String skipped = queue.submit(example("When?", "Now."));
        StringBuilder sheet = new StringBuilder();
        ReviewSheet.write(queue, "anna", sheet);

        assertThat(sheet.toString())
                .startsWith("id,conversation,answer,verdict,correction,why\r\n")
                .contains("'=SUM(A1)");
        String filled = "id,conversation,answer,verdict,correction,why\r\n"
                + formula + ",,,Accept,,\r\n"
                + wrong + ",,,,There.,spelling\r\n"
                + skipped + ",,,,,\r\n"
                + "nonsense,,,accept,,\r\n"
                + skipped + ",,,maybe,,\r\n";
        ReviewSheet.Import read = ReviewSheet.read(queue, "anna", new StringReader(filled));

        assertThat(read.decided()).isEqualTo(2);
        assertThat(read.problems()).hasSize(2);
        assertThat(read.problems().get(0)).startsWith("line 5").contains("nonsense");
        assertThat(read.problems().get(1)).startsWith("line 6").contains("accept or reject");
        assertThat(queue.item(formula).status()).isEqualTo(Status.ACCEPTED);
        assertThat(queue.item(wrong).status()).isEqualTo(Status.REJECTED);
        assertThat(queue.item(skipped).status()).isEqualTo(Status.OPEN);
        assertThat(queue.accepted())
                .extracting(each -> each.messages().get(1).text())
                .contains("There.");
    }

    /** What an earlier commit has written; never change it. */
    @Test
    void items_entriesOfAnEarlierCommit_areRead() {
        Instant then = Instant.parse("2026-11-28T23:00:00Z");
        journal.append(
                "review:support",
                Journal.ANY_SIZE,
                List.of(
                        new JournalEntry(
                                "review.submitted",
                                then,
                                "{\"kind\":\"chat\",\"metadata\":{},\"record\":{\"messages\":["
                                        + "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}}")));
        String id = queue.items().get(0).id();
        journal.append(
                "review:support",
                Journal.ANY_SIZE,
                List.of(new JournalEntry(
                        "review.decided",
                        then.plusSeconds(9),
                        "{\"item\":\"" + id + "\",\"reviewer\":\"anna\",\"verdict\":\"reject\",\"why\":\"wrong\"}")));

        assertThat(queue.item(id).status()).isEqualTo(Status.REJECTED);
        assertThat(queue.item(id).decisions())
                .containsExactly(new ReviewDecision("anna", Verdict.REJECT, "wrong", then.plusSeconds(9)));
    }
}
