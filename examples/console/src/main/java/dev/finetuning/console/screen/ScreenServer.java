package dev.finetuning.console.screen;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.access.Right;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.access.Sessions;
import dev.finetuning.console.http.Entrance;
import dev.finetuning.console.http.Problem;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.Workspaces;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Serves the screens, what they are drawn with, and the way in. */
public final class ScreenServer {
    private final Entrance entrance;
    private final Workspaces workspaces;
    private final Pages pages;

    /** A server of screens. */
    public ScreenServer(Entrance entrance, Workspaces workspaces, InstantSource clock) {
        this.entrance = entrance;
        this.workspaces = workspaces;
        this.pages = new Pages(entrance.hasTokens(), clock);
    }

    /** Adds all screens. */
    public void serve(RoutesConfig config) {
        config.get("/assets/{name}", Assets::serve);
        config.get("/sign-in", context -> signInForm(context, ""));
        config.post("/sign-in", this::signIn);
        config.post("/sign-out", this::signOut);
        Screens screens = new Screens(config, entrance, workspaces, pages);
        HomeScreen.serve(screens);
        DatasetScreens.serve(screens);
        RemedyScreens.serve(screens);
        ConversationScreens.serve(screens);
        ExampleScreens.serve(screens);
        TrainScreens.serve(screens);
        RunScreens.serve(screens);
        ModelScreens.serve(screens);
        EvaluationScreens.serve(screens);
        SearchScreens.serve(screens);
        RetrainingScreens.serve(screens);
        RetirementScreens.serve(screens);
        ExperimentScreens.serve(screens);
        DriftScreens.serve(screens);
        ReviewScreens.serve(screens);
    }

    private void signInForm(Context context, String refusal) {
        pages.render(context, "signin", Map.of("refusal", refusal));
    }

    private void signIn(Context context) {
        String token = context.formParam("token");
        try {
            String cookie = entrance.signIn(context.ip(), token == null ? "" : token.strip());
            Pages.cookie(context, Entrance.COOKIE, cookie, (int) Sessions.LENGTH.toSeconds());
            context.redirect("/", HttpStatus.SEE_OTHER);
        } catch (RefusedException e) {
            context.status(Problem.of(e).status());
            signInForm(context, e.getMessage());
        }
    }

    private void signOut(Context context) {
        entrance.signOut(context);
        Pages.cookie(context, Entrance.COOKIE, "", 0);
        context.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }

    /** Answers with a page that says why something was not done. */
    public void problem(Context context, Problem problem) {
        context.status(problem.status());
        Session session = entrance.session(context)
                .orElseGet(() -> new Session(new Caller("", "", Right.READ), "", Instant.EPOCH));
        pages.render(
                context,
                "problem",
                Map.of("page", pages.page(context, session, problem.title(), ""), "problem", problem));
    }
}
