#!/bin/sh
# A developer who needs no model: it decides by what it reads in the prompt and in the repository,
# edits, and commits. Its first attempt compares strings with ==, which works for the literals of a
# test and fails for what a person types. Every edit may be done again: a run that was cut off
# anywhere is finished by the next one.
set -eu
echo "started $BATON_RUN: $BATON_ROLE, visit $BATON_VISIT, attempt $BATON_ATTEMPT"
sleep @PACE@ # a little, when the demo kills its server on the way

write_first_attempt() {
    cat > Greet.java <<'JAVA'
/** Greets whoever calls, in their language: {@code java Greet.java fr}. */
class Greet {
    public static void main(String[] args) {
        System.out.println(greeting(args.length == 0 ? "en" : args[0]));
    }

    static String greeting(String language) {
        if (language == "fr") {
            return "Bonjour";
        } else if (language == "es") {
            return "Hola";
        } else {
            return "Hello";
        }
    }
}
JAVA
    cat > GreetTest.java <<'JAVA'
/** The tests of Greet, nothing needed but a JDK: {@code java GreetTest.java}. */
class GreetTest {
    public static void main(String[] args) {
        greetsInEnglish();
        greetsInOtherLanguages();
        System.out.println("GreetTest: passed");
    }

    static void greetsInEnglish() {
        expect("Hello", Greet.greeting("en"));
    }

    static void greetsInOtherLanguages() {
        expect("Bonjour", Greet.greeting("fr"));
        expect("Hola", Greet.greeting("es"));
    }

    static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
JAVA
}

compare_by_value() {
    fixed=$(sed 's/language == \("[a-z]*"\)/language.equals(\1)/' Greet.java)
    printf '%s\n' "$fixed" > Greet.java
}

add_test_of() {
    git apply <<PATCH
--- a/GreetTest.java
+++ b/GreetTest.java
@@ -3,6 +3,7 @@
     public static void main(String[] args) {
         greetsInEnglish();
         greetsInOtherLanguages();
+        greetsWhoTypesTheLanguage();
         System.out.println("GreetTest: passed");
     }
 
@@ -15,6 +16,12 @@
         expect("Hola", Greet.greeting("es"));
     }
 
+    /** What is typed is another object than the literal of the same letters. */
+    static void greetsWhoTypesTheLanguage() {
+        String typed = "greet $1".split(" ")[1];
+        expect("$2", Greet.greeting(typed));
+    }
+
     static void expect(String expected, String found) {
         if (!expected.equals(found)) {
             throw new AssertionError("expected " + expected + ", found " + found);
PATCH
}

# The reviewer writes: greet fr prints "Hello", expected "Bonjour".
finding=$(sed -n 's/.*greet \([a-z]*\) prints "[^"]*", expected "\([A-Za-z ]*\)".*/\1 \2/p' \
    .baton/in/task.md | head -n 1)
subject='Finish what an earlier run left'
if ! grep -q language Greet.java || ! grep -q greetsInOtherLanguages GreetTest.java; then
    echo "the work item is not done yet: writing a first version"
    write_first_attempt
    subject='Greet in the language of the caller'
elif [ -n "$finding" ]; then
    echo "the review found: $finding"
    compare_by_value
    grep -q greetsWhoTypesTheLanguage GreetTest.java ||
        add_test_of "${finding%% *}" "${finding#* }"
    subject='Compare languages by value, not by identity'
fi

if [ -z "$(git status --porcelain Greet.java GreetTest.java)" ]; then
    echo "nothing to do: the work item is done, and no finding is open"
    exit 0
fi
git add Greet.java GreetTest.java
git -c user.name='Demo developer' -c user.email=developer@demo.invalid commit -q -m "$subject"
git log -1 --stat --format='committed %h %s'
