package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.work.ReviewDesk;
import dev.finetuning.review.ReviewItem;
import java.util.List;
import java.util.Map;

/** The queue of examples that wait for a person: one at a time, decided by a click or a key. */
final class ReviewScreens {
    private ReviewScreens() {}

    static void serve(Screens screens) {
        screens.get("/review", ReviewScreens::next);
        screens.post("/review/{item}", Right.WRITE, ReviewScreens::decide);
        screens.post("/review/accepted/dataset", Right.WRITE, ReviewScreens::toDataset);
    }

    private static void next(ScreenCall call) {
        ReviewDesk review = call.workspace().review();
        List<ReviewItem> waiting = review.waiting(call.caller(), 1);
        call.show(
                "review",
                "Review",
                "review",
                Map.of(
                        "items", waiting,
                        "open", review.open(),
                        "accepted", review.accepted().size()));
    }

    private static void decide(ScreenCall call) {
        Fields form = call.form();
        boolean accepted = form.text("verdict").orElse("").equals("accept");
        call.workspace().review().decide(call.path("item"), accepted, form, call.caller());
        call.done("/review", accepted ? "Accepted" : "Rejected");
    }

    private static void toDataset(ScreenCall call) {
        String name = call.form().name("name");
        call.done(
                DatasetScreens.link(call.workspace()
                        .datasets()
                        .add(
                                name,
                                "Accepted in the review",
                                call.workspace().review().accepted(),
                                call.caller().who())),
                "Made a dataset of what was accepted");
    }
}
