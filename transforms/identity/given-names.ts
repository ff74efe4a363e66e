/**
 * Given names that are common enough to be names of their own: two of them are two names, however similar they look
 * (Ethan and Evan, Paul and Paula), where a misspelt name is rarely a name itself. They are written as
 * `given_name_match` writes them. Short forms (Alex, Max), nicknames and spellings of another name are left out, so
 * that they are compared by their letters. Most come from the birth statistics of the United States, which are in the
 * public domain. Add a name if two people who have it and a similar one were joined.
 */
export const givenNames: readonly string[] = `
  aaliyah aaron abbey abel abigail abraham abram ace ada adalynn adam adan addison adela adelaide adele adelina
  adeline adolfo adolph adonis adrian adriana adriel agnes agnieszka agustin ahmad aida aiden aileen aimee ainsley
  aisha ajay alaia alaina alan alana alani albert alberta alberto alden aldo alec alecia alejandra alejandro
  aleksandra alena alessandra alessandro alexa alexander alexandra alexandria alexia alexis alfonso alfred alfreda
  alfredo alice alicia alijah alina alivia allison alma alondra alonzo alora alphonse alta althea alton alvaro
  alvin alvina alyssa amalia amanda amani amara amari amaya amber ambrose amelia america amina amir amira amit
  amiyah amos amy anahi ananya anastasia anaya anderson andre andrea andres andrew angel angela angelia angelica
  angelina angeline angelique angelita angelo anil anissa anita aniyah anke anna annabella annabelle annalise
  annemarie annette annika ansley anthony antje antoine antoinette antonia antonio antwan april arabella araceli
  archer arden arely ariana ariel ariella arjun arlene arlo armand armando armani arnold arthur arturo arun asa
  ashanti asher ashleigh ashley ashlyn ashton asia asif aspen astrid athena atlas atticus aubrey audra audrey
  august augusta augustine augustus aurelia aurora austin autumn ava avery avis axel ayanna ayla ayodele azalea
  azariah bailey barbara barney barrett barry bart bartosz basil baylor beata beatrice beau beckett beckham belen
  belinda bella belle benedict benedikt benita benito benjamin bennett benson bentley benton bernadette bernadine
  bernard bernardo bernice bertha beryl bethany beulah beverly bianca bjorn blaine blair blake blakely blanca
  blanche blessing bodhi bogdan bonita booker boston bowen boyd braden bradford bradley brady braeden braelyn
  brandon brandy brantley braxton brayden braylon breanna brenda brendan brenna brennan brent brenton brett brian
  brianna briar bridget briella brielle bristol brittany brittney brody bronson brooke brooklyn brooks bruce bruno
  bryant bryce brylee brynlee brynn bryson buddy buford burton byron caden cadence caleb callan callum calvin
  camden cameron camila camille campbell camryn candace candy cannon carissa carl carla carlton carly carmela
  carmelo carmen carol carolina carolyn carson carter casey cassandra cassidy cataleya catalina catherine catriona
  cecelia cecil cecilia cedric celeste celia celine cesar chad chadwick chaim chana chance chandler chandra chanel
  channing chantel charity charlene charles charlotte chase chasity chauncey chelsea cherish cheryl chester chidi
  chloe christiana christina christine christopher christy ciara ciaran cillian claire clara clare clarence
  clarice clarissa clark claude claudette claudia claudine clayton clement clementine cleo cleveland clifford
  clifton clint clinton clyde cody cohen colby cole coleman colette colleen collins colton concetta connor conrad
  constance consuelo cooper cora coral corbin cordelia cordell corey corina corinne cormac cornelia cornelius
  cornell cortez cortney courtney coy craig crew cruz crystal cullen curtis cynthia cyril cyrus dahlia daisy
  dakota dale daleyza dalia dallas dalton damaris damian dana dane danette danica daniel daniela dante daphne dara
  darby darcy dario darius darla darlene darnell darrell darren darwin david davina davis davon dawn dawson daxton
  dayana dayna dayton deacon dean deandre deangelo deanna deborah declan deepak deidra deidre deirdre deja delaney
  delbert delia delilah della delmar delores delphine demarcus demetria demetrius demi dena dennis denver denzel
  derek deshawn desirae desiree desmond destiny devin devonte dewayne dewey dexter diamond diana diane diego
  dieter dirk dmitriy dolores domenic domingo dominic dominik dominique donald donna donnell donny donovan donte
  doreen doris dorothy dorthy douglas doyle drake drew dudley duke dulce duncan dustin dusty dwayne dwight dylan
  earl earline earnest earnestine easton ebony eden edgar edison edith edmond edmund edna eduardo edward edwin
  edwina efrain eileen eilidh eilish elaina elbert eldon eleanor elena eliana elias elijah eliseo eliza elizabeth
  ella elle ellen elliott elma elmer elmo elnora elsa elton elva elvin elvira elvis elwood ember emelia emely
  emerson emery emil emilia emiliano emilio emily emma emmanuel emmett emory enoch enrique enzo eoin eric erica
  erin erma ernest ernestine ernesto ervin erwin esmeralda esperanza essence esteban estella estelle esther
  estrella ethan ethel etta eugene eugenia eula eunice eva evan evangelina evangeline eve evelyn everett everleigh
  everly ewa ezekiel ezra fabian faith fallon farrah fatima faye felecia felicia felicity felipe felix fergus
  fernanda fernando fidel finley finn finnegan fiona fletcher flora florence florine floyd folake ford forrest
  foster frances francesca francine francisca francisco francois franklin freda frederick freeman freya frieda
  gabriel gabriella gage gail gale galen gareth garland garrett gary gavin gayla gemma genesis geneva genevieve
  geoffrey george georgette georgia georgina gerald geraldine gerard gerardo gertrude gianna gianni gideon gilbert
  gilberto gilda ginger gino giovanna giovanni giselle giulia giuliana gladys glenda glenn glenna gloria gonzalo
  gordon grace gracelyn graciela grady graham grainne grant grayson gregorio gregory greta gretchen greyson
  griffin grover guadalupe guillermo gunner gustavo guy gwendolyn hadley hailey haleigh haley hamish hamza hannah
  hans harlan harley harlow harmony harold harper harpreet harriet harris harrison harvey hassan haven hayden
  hayes hazel heath heather heaven hector heidi heike heinz helen helena helga hendrix henrietta henrik henry
  herbert heriberto herman herschel hershel hester hezekiah hilda hillary hiram hiroshi holden holland hollis
  holly homer hope horace houston howard hubert hudson hugh hugo humberto hunter ian ibrahim ida ignacio iker ila
  iliana imani imogene imran ina india ines inez ingrid ioana iona ira irene iris irma irvin irving irwin isaac
  isabella isabelle isaiah isaias isiah isla ismael israel itzel iva ivan ivory ivy jace jackson jaclyn jacob
  jacoby jacqueline jada jade jaden jaelyn jaime jairo jakob jalen jaliyah jamal jamar jamari james jameson
  jamison jana jane janelle janessa janet janice janine janiyah jaquan jared jaron jarrett jarvis jasmine jason
  jasper javier javon jaxton jaycee jayda jayden jayla jaylen jayson jazlyn jean jeanette jeannine jefferson
  jeffry jenna jennifer jensen jeremiah jeremy jermaine jerome jesse jessica jesus jett jewel jill jillian jimena
  jiri joan joanna joao joaquin jocelyn jody joel johan johanna john johnathan johnna jolene jonah jonas jonathan
  joni jordan jorg jorge jose josefina joseph josephine joshua josiah joslyn josue journey jovan joy joyce jozef
  juan juana juanita judah jude judith judson julia julian juliana julieta juliette julio julissa julius june
  junior juniper jurgen justice justin justina kaelyn kaia kailani kaitlyn kalani kaleigh kaliyah kamari kane kara
  kareem karen karina karsten kason katelyn kathleen kathrine katina katja katrina kayden kaydence kayla kaylee
  kayleigh kaylin kayson keaton keegan keenan kehlani keiko keisha keith kellen kelly kelvin kendall kendra
  kendrick kenna kennedy kenneth kent kenton kenya kermit kerry kevin khalil kiana kiara kieran killian kimber
  kimberly kingston kinley kinsley kira kirby kirk kirsten knox kobe kofi krista krystle krzysztof kurt kwame kyla
  kyle kyleigh kyler lacey ladonna lainey lakeisha lakshmi lamar lamont lance landon landry lane laney lara
  larissa lars lashawn latasha latisha latonya latoya laura laurel lauren laurence lauri laverne lavonne lawanda
  lawson layla layton leandro leanna lee legend leigh leighton leilani leland lelia lennon lennox lenora lenore
  leola leona leonard leonardo leonel leora leota leroy lesa leslie lester letha leticia letitia levi lewis liam
  liana liberty lila lilia liliana lilith lillian lily lincoln linda lindsay lindsey lindy linwood lionel lisa
  lizette lloyd logan lola lona london lorelei lorena lorenzo loretta lori lorna lorraine louella louis louisa
  lourdes lowell luca lucas lucia lucian luciana luciano lucille lucinda lucretia lucy luella luisa lukas lukasz
  luke lula lulu luna luther luz lydia lyle lyndon lynette lynn lyric mabel mable macy madalyn maddox madelyn
  madilyn madison mae maeve magdalena magnolia major makayla makenna malachi malakai malaysia malcolm malgorzata
  malia malik malinda mallory mandi manuel manuela maranda marcella marcelo marcia marcin marco marcus marcy marek
  margaret margarita margo margot margret marguerite maria mariam mariana maribel maricela mariela marietta
  marilyn marina mario marion marisol marissa maritza mark marla marlena marlene marley marlo marquita marsha
  marshall marta martha martin martina marva marvin mary marybeth maryellen maryjane marylou mason mateo mateusz
  matias matilda matteo matthew maude maura maureen maurice mauricio maverick mavis maximilian maximiliano maximus
  maxine maxwell maya mayme maynard mayra mckayla mckenna mckinley meadow meagan meena meera megan mekhi melanie
  melba melina melinda melissa melody melva melvin memphis mercedes mercy meredith merle merlin merrill merry
  mervin messiah mia micah michael michaela michal miguel mikayla mikolaj mila milagros milan milani mildred miles
  millard miller millicent milo milton mindy minerva miracle miranda miriam misael misty mitchell mitzi mohammed
  mohan moises mona monica monika monique monroe montana monte monty morag morgan moriah morris morton moses moshe
  muriel murphy murray myra myrna myron myrtle nadia nadine nakia nancy nanette naomi nash nasir nasreen natalia
  natalie natasha nathan nathaniel nayeli neha nehemiah neil nelda nelson nestor nevaeh ngozi nia niamh nicholas
  nicole nicolette nigel nikhil nikita nikki nikos nita noah noble noel noemi nola nolan nona nora norbert noreen
  norma norman norris noura nova nusrat nyla oakley octavia octavio odell odessa odin oisin ola olga olive oliver
  olivia omar omari opal ophelia ora orion orlando orville oscar osvaldo otis otto owen pablo padraig paige
  paisley palmer paloma pamela pansy paola paris parker pasquale patience patrice patricia patrick patsy paul
  paula paulette paulina pauline pavel pawel paxton payton pearl pedro penelope percy perla perry peter petra
  peyton philip phoebe phoenix phyllis pierce pierre pilar piotr piper pooja porter portia prakash precious
  presley preston prince princess priscilla quentin quincy quinn quinton rachel raegan raelynn rafael rahul raiden
  rajesh raleigh ralph ramiro ramon ramona randall randolph randy rashad raul raven ravi raymond rayna reagan reba
  rebecca reena reese regan regina reginald reid reign remington renata rene renee retha reuben reva rex reyna
  reynaldo rhea rhett rhiannon rhoda rhona rhonda ricardo richard rickey rigoberto riley rita river robert roberta
  roberto robin rocco rochelle rocio rocky roderick rodney rodolfo rodrigo rogelio roger rohan roisin roland
  rolando roman romeo ronald ronan roosevelt rory rosalia rosalie rosalind rosalinda rosalyn rosanna rosario
  roscoe rose roseann rosella roselyn rosemary rosetta roslyn rowan rowena roxanna roxanne roy royce ruben ruby
  rudolph rudy rufus russell ruth ryan ryder ryker rylan ryland ryleigh sabrina sade sage saige salem salma
  salvador salvatore samantha samara samir samson samuel sandra sandy sanford sanjay santana santiago santino
  santos saoirse sarah sarai saul saundra savannah sawyer saylor scarlett scott scotty seamus sean sebastian selah
  selena selina selma serena serenity sergio seth seymour shana shane shania shannon shantel shari sharlene sharon
  shaun shauna shawn shawna shayla shayna shea sheila shelby sheldon shelly shelton sherman sherry sheryl shiloh
  shirley shreya sidney sienna sierra silas simon sincere sinead siobhan skye skyla skylar sloane solomon sondra
  sonia sonja sonny sophia sophie soren spencer stacy stanley starr stefan stella stephanie stephen sterling
  stetson stuart sullivan summer sunita sunny suresh susan susana sutton suzette svetlana sybil sylvester sylvia
  tabatha tabitha talia talon tamara tameka tamera tamia tamika tammy tamra tanisha tanner tanya tara tariq taryn
  tasha tate tatiana tatum taylor teagan teddy tendai terence teresa terra terrance terrell tessa tevin thaddeus
  thea thelma theodora theodore therese theron thiago thomas thurman tiana tiara tierra tiffany timothy titus
  tobias toby todd tomasz toni tonya trace tracy travis trent trenton trevon trevor trey trina trinity trisha
  trista tristan troy trudy truman tucker tunde turner twila tyler tyree tyrell tyrone tyson ulrich ulysses umar
  uriah uriel ursula uta vada valencia valentin valentina valentino valeria valerie vance vanessa vaughn veda
  velma vera verna vernell vernon veronica vicente victor victoria vida vijay vikram vincent vincenzo viola violet
  virgil virginia vito vivian viviana vonda wade walker wallace walter wanda wanjiru ward warren waylon wayne
  weldon wendell wendy werner wesley weston whitney wilbert wilbur wilburn wilda wiley wilford wilfred wilhelmina
  willa willard william willis willow wilma wilmer wilson winfred winifred winona winston winter wojciech woodrow
  wren wyatt xander xavier ximena xiomara yadira yahir yareli yaretzi yasmin yesenia yolanda yosef yusuf yvette
  yvonne zachariah zachary zachery zainab zaire zander zariah zayden zechariah zelda zoe zoey zofia zuri zuzana
  jack harry molly sian aoife
`
  .trim()
  .split(/\s+/)
