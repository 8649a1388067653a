package dev.baton.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules as functions from classes to breaches, one line each, so that the test can show them to
 * pass on the product and to fail on the fixture.
 */
final class HouseRules {
    /** Runners of ticks and of drives, effect dispatcher, main; the web error mapper will join. */
    private static final Set<String> MAY_CATCH_ALL =
            Set.of("loop.TickRunner", "engine.Drives", "engine.Drive", "main.Main");

    private static final Pattern CATCH_ALL = Pattern.compile(
            "catch \\((final )?[^)]*\\b(Throwable|Exception|RuntimeException|Error)\\b \\w+\\)");
    private static final Pattern BANNED_ENDING =
            Pattern.compile(".*(Manager|Helper|Utils?|Common|Processor|Impl)");
    private static final Pattern BANNED_PARENT = Pattern.compile("(Abstract|Base)[A-Z].*");
    private static final Pattern ADAPTER =
            Pattern.compile("(runs|forge|tracker|deploy|notify)\\.\\w+");
    private static final Set<String> ONE_FACTORY = Set.of("store.jdbc", "gates", "effects");
    private static final Set<String> GENERIC = Set.of(
            "java.lang.Throwable",
            "java.lang.Exception",
            "java.lang.RuntimeException",
            "java.lang.Error");
    private static final Set<String> TIME_AND_CHANCE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.time.InstantSource.system");
    private static final Set<String> NEW_CHANCE =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");
    private static final Set<String> ENVIRONMENT = Set.of(
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong");

    private final String root;
    private final JavaClasses classes;

    HouseRules(String root, JavaClasses classes) {
        this.root = root;
        this.classes = classes;
    }

    List<String> r1Imports() {
        Stream<String> withoutRow = classes.stream()
                .map(this::room)
                .distinct()
                .filter(room -> !ImportTable.hasRow(room))
                .map(room -> "package %s.%s: add it to ImportTable".formatted(root, room));
        Stream<String> inside = edges((from, to) -> isOurs(to)
                        && !ImportTable.mayImport(room(from), room(to), to.getSimpleName()))
                .map(edge -> edge + ": " + ImportTable.describe(edge.room()));
        Stream<String> outside = edges((from, to) ->
                        !isOurs(to) && !ImportTable.mayUseLibrary(room(from), to.getName()))
                .map(edge -> edge + ": " + ImportTable.describeLibrary(edge.to()));
        return sorted(Stream.of(withoutRow, inside, outside).flatMap(breaches -> breaches));
    }

    List<String> r2Cycles() {
        return slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    List<String> r3MainAndAdapters() {
        return sorted(edges((from, to) -> isOurs(to)
                        && !room(from).equals(room(to))
                        && !room(from).equals("main")
                        && (room(to).equals("main") || isAdapter(room(to)))
                        && !(room(from).equals("config")
                                && to.getSimpleName().endsWith("Settings")))
                .map(edge -> edge + ": only main may know it"));
    }

    List<String> r4Environment() {
        return calls(Set.of("config", "main"), access -> ENVIRONMENT.contains(callee(access)));
    }

    List<String> r5TimeAndChance() {
        return calls(Set.of("main"), access -> {
            String owner = access.getTargetOwner().getName();
            boolean readsClock = owner.startsWith("java.time.")
                    && ((access.getName().equals("now") && takesNothing(access))
                            || (owner.equals("java.time.Clock")
                                    && access.getName().startsWith("system")));
            boolean rolls = access.getName().equals("<init>") && NEW_CHANCE.contains(owner);
            return readsClock || rolls || TIME_AND_CHANCE.contains(callee(access));
        });
    }

    List<String> r6StaticState() {
        return sorted(classes.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                .map(JavaField::getFullName));
    }

    List<String> r7Names() {
        return sorted(classes.stream()
                .filter(type -> BANNED_ENDING.matcher(type.getSimpleName()).matches()
                        || (BANNED_PARENT.matcher(type.getSimpleName()).matches()
                                && type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .map(type -> type.getName() + ": if no better name comes, the split is wrong"));
    }

    List<String> r8NullMarked() {
        Set<String> marked = classes.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        return sorted(classes.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> !marked.contains(name))
                .map(name -> name + ": no package-info with @NullMarked"));
    }

    List<String> r9GenericExceptions() {
        return calls(
                Set.of(),
                access -> access.getName().equals("<init>")
                        && GENERIC.contains(access.getTargetOwner().getName())
                        && !isSuperCall(access));
    }

    /** Read from the sources: in byte code a try-with-resources looks like a catch-all. */
    List<String> r9CatchAll(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return sorted(files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !MAY_CATCH_ALL.contains(typeOf(sources, file)))
                    .filter(file -> CATCH_ALL.matcher(read(file)).find())
                    .map(file -> typeOf(sources, file) + ": catches everything"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> r9Console() {
        return sorted(accesses(Set.of("cli", "main"), access -> {
            String name = callee(access);
            return name.equals("java.lang.System.out")
                    || name.equals("java.lang.System.err")
                    || (name.endsWith(".printStackTrace") && takesNothing(access));
        }));
    }

    /** The SQL has one for each database, so that the driver of the other one is not loaded. */
    private static int factories(String room) {
        return room.equals("store.jdbc") ? 2 : 1;
    }

    List<String> r12PublicSurface() {
        return sorted(classes.stream()
                .filter(type -> isAdapter(room(type)) || ONE_FACTORY.contains(room(type)))
                .filter(type -> !type.isNestedClass() && !type.getSimpleName().endsWith("Settings"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(Collectors.groupingBy(this::room))
                .entrySet()
                .stream()
                .filter(room -> room.getValue().size() > factories(room.getKey()))
                .map(room -> room.getKey() + ": one public type, its factory, but found "
                        + room.getValue().stream()
                                .map(JavaClass::getSimpleName)
                                .sorted()
                                .toList()));
    }

    private record Edge(String room, String from, String to) {
        @Override
        public String toString() {
            return from + " uses " + to;
        }
    }

    private Stream<Edge> edges(BiPredicate<JavaClass, JavaClass> breach) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(edge -> !edge.getTargetClass().getBaseComponentType().isPrimitive())
                .filter(edge -> breach.test(
                        edge.getOriginClass(), edge.getTargetClass().getBaseComponentType()))
                .map(edge -> new Edge(
                        room(edge.getOriginClass()),
                        edge.getOriginClass().getName(),
                        edge.getTargetClass().getBaseComponentType().getName()))
                .distinct();
    }

    private List<String> calls(Set<String> exempt, Predicate<JavaAccess<?>> breach) {
        return sorted(accesses(exempt, breach));
    }

    private Stream<String> accesses(Set<String> exempt, Predicate<JavaAccess<?>> breach) {
        return classes.stream()
                .filter(type -> !exempt.contains(room(type)))
                .flatMap(type -> Stream.concat(
                        type.getAccessesFromSelf().stream(),
                        type.getCodeUnits().stream()
                                .flatMap(unit -> unit.getMethodReferencesFromSelf().stream())))
                .filter(breach)
                .map(access -> "%s (%s:%d) uses %s"
                        .formatted(
                                access.getOriginOwner().getName(),
                                access.getSourceCodeLocation().getSourceFileName(),
                                access.getLineNumber(),
                                callee(access)))
                .distinct();
    }

    private static String callee(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    private static boolean takesNothing(JavaAccess<?> access) {
        return access.getTarget().getFullName().endsWith("()");
    }

    /** An exception of ours that extends RuntimeException calls its constructor. */
    private static boolean isSuperCall(JavaAccess<?> access) {
        return access.getOrigin().getName().equals("<init>")
                && access.getOriginOwner()
                        .isAssignableTo(access.getTargetOwner().getName());
    }

    private boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(root + ".");
    }

    private static boolean isAdapter(String room) {
        return room.equals("store.jdbc") || ADAPTER.matcher(room).matches();
    }

    private String room(JavaClass type) {
        return isOurs(type) ? type.getPackageName().substring(root.length() + 1) : "";
    }

    private static String typeOf(Path sources, Path file) {
        String relative = sources.relativize(file).toString();
        return relative.substring(0, relative.length() - ".java".length()).replace('/', '.');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sorted(Stream<String> breaches) {
        return breaches.sorted().toList();
    }
}
