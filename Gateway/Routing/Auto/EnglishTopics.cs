namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Words of everyday technical talk, by area. One alone says little (a "form", a "service"); a question made of them is about software.</summary>
internal static class EnglishTopics
{
    public const string Terms = """
        navbar dropdown dropdowns checkbox checkboxes textbox textarea tooltip tooltips datepicker autocomplete favicon z-index breakpoint breakpoints colspan
        arduino raspberrypi gpio esp32 microcontroller microcontrollers uart i2c
        palindrome palindromes anagram anagrams subsequence substrings subarray subarrays permutations linkedlist big-endian little-endian bitshift bitshifting regexps
        plaintext ciphertext encrypt encrypts encryption decrypt decryption sanitize sanitization sqli brute-force keylogger sandboxed sandboxing
        subnetting localhost vpn nameserver keepalive loopback
        readline readlines writeline stringbuilder datetime timestamps utf8 ascii bom crlf lf
        db dbs orm rdbms olap etl datatype datatypes upserts
        filesystem filesystems filename filenames filepath symlinked mkdir rmdir hotkey
        devops sre cicd rollout hotfix changelogs semver refactored refactoring codegen boilerplate
        webapp webpage websites webserver sitemap seo robots.txt iframe iframes
        stateful stateless immutable mutability immutability thread-safety async-await coroutines coroutine idempotently
        overfitting dataset datasets gpu gpus llm llms rag embeddings embedding tokenization chatbot chatbots finetune fine-tuning
        """;

    public const string Weak = """
        sticky toggle dark-mode modal popup slider carousel animation animate hover form forms validation validate checkbox
        font fonts icon icons sidebar footer tab tabs link links anchor background foreground border shadow align alignment center centered overflow
        splash screen screens widget widgets gesture swipe notification notifications permission permissions emulator simulator
        raspberry pi led sensor sensors board firmware serial usb bluetooth
        prefix postfix longest shortest increasing decreasing consecutive duplicate duplicates reverse reversed rotate swap swaps merge merged binary decimal hex octal
        prime primes factorial fibonacci sequence sequences interval intervals subset subsets combination combinations permutation traversal recursive depth breadth weighted directed
        plain text salt hashed secrets credential credentials certificate certificates signed vulnerability vulnerabilities exploit attack injection firewall
        forwarding forward subnet mask ip domain domains bandwidth ping packet packets socket sockets gateway redirect redirects
        line lines read append overwrite parse encoding decoding charset byte stream streams buffer buffers chunk chunks format formatted formatting
        timezone timezones locale number numbers precision rounding floating
        insert update delete select join joins aggregate transaction transactions index indexes constraint constraints backup restore replica replicas
        service services daemon registry process processes boot kill memory disk cpu ram mount partition driver drivers kernel
        release releases staging production environment environments pipeline pipelines artifact artifacts build builds builder performance profile profiling
        site sites webpage scrape crawl sitemap url page pages html email smtp attachment
        state immutable mutable scope global local reference references pass value default optional required generic template templates pattern patterns
        tail call calls optimization evaluate evaluation lazy eager iterator generator callback event events listener listeners handler handlers hook hooks emit subscribe publish
        model models training train inference prompt prompts vector vectors neural network networks classifier regression
        automatically automate automation trigger triggers schedule scheduled batch cron worker workers retry retries poll polling
        """;
}
